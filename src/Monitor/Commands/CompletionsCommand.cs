using System.CommandLine;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>completions</c>: scripts that let a shell ask the executable itself what may follow.</summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        # recharge-monitor completions bash > /etc/bash_completion.d/recharge-monitor
        _recharge_monitor() {
            local candidates
            candidates="$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            mapfile -t COMPREPLY < <(compgen -W "${candidates}" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _recharge_monitor recharge-monitor
        """;

    private const string Zsh = """
        #compdef recharge-monitor
        # recharge-monitor completions zsh > "${fpath[1]}/_recharge-monitor"
        _recharge_monitor() {
            local -a candidates
            candidates=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a candidates || _files
        }
        compdef _recharge_monitor recharge-monitor
        """;

    private const string Fish = """
        # recharge-monitor completions fish > ~/.config/fish/completions/recharge-monitor.fish
        complete -c recharge-monitor -a '(set -l line (commandline -cp); recharge-monitor "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completions", """
            Print a completion script for a shell.

            Examples:
              eval "$(recharge-monitor completions bash)"
              recharge-monitor completions fish > ~/.config/fish/completions/recharge-monitor.fish
            """);
        command.Arguments.Add(shell);
        command.SetAction(parsed => Console.Out.WriteLine(parsed.GetRequiredValue(shell) switch
        {
            "zsh" => Zsh,
            "fish" => Fish,
            _ => Bash,
        }));
        return command;
    }
}
