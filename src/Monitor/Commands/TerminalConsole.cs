using Spectre.Console;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>Makes consoles that draw tables on a terminal, and the same tables as plain text elsewhere.</summary>
internal static class TerminalConsole
{
    // Wide enough that no table is folded where a program or a file reads it.
    private const int RedirectedWidth = 240;

    public static IAnsiConsole Of(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Yes,
        });
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Width = isRedirected ? RedirectedWidth : Math.Max(80, Console.WindowWidth);
        return console;
    }
}
