using System.CommandLine;
using System.CommandLine.Parsing;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>The command line: what it accepts, and how every command ends.</summary>
internal static class CommandTree
{
    /// <summary>The name that operators type.</summary>
    public const string ExecutableName = "recharge-monitor";

    // In the order in which the help lists them.
    private static readonly string[] Names =
        ["serve", "silo", "ingest", "api", "recount", "audit", "alerts", "generate", "schema", "snapshots", "keys", "completions"];

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static int Run(string[] arguments)
    {
        var parsed = Create(arguments).Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine($"{ExecutableName}: {OneLine(error.Message)}");
            Console.Error.WriteLine($"{ExecutableName}: '{NameOf(parsed)} --help' shows what it understands");
            return ExitCode.WrongUsage;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };

        // A host stops by itself at a signal, however often it comes, and gives the last checkpoint the time that it takes.
        if (parsed.CommandResult.Command is RootCommand or HostCommand)
            configuration.ProcessTerminationTimeout = null;
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (FaultException fault)
        {
            Console.Error.WriteLine($"{ExecutableName}: {fault.Message}");
            return fault.ExitCode;
        }
        catch (ClosedOutputException)
        {
            // Whoever read has seen enough.
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    /// <summary>
    /// The root command; without a subcommand it is <c>serve</c>. Where the first argument names a subcommand, only that one
    /// is in it: making all of them takes longer than counting a small file.
    /// </summary>
    public static RootCommand Create(string[] arguments)
    {
        var root = new RootCommand("Monitors China Mobile's top-ups in real time: log lines in, exact figures out. Without a command it does what 'serve' does.");
        if (arguments.Length > 0 && Make(arguments[0]) is { } chosen)
        {
            root.Subcommands.Add(chosen);
            return root;
        }

        foreach (var name in Names)
            root.Subcommands.Add(Make(name)!);
        var serve = root.Subcommands[0];
        root.Action = serve.Action;
        foreach (var option in serve.Options)
            root.Options.Add(option);
        return root;
    }

    private static Command? Make(string name) => name switch
    {
        "serve" => ServeCommand.Create(),
        "silo" => SiloCommand.Create(),
        "ingest" => IngestCommand.Create(),
        "api" => ApiCommand.Create(),
        "recount" => RecountCommand.Create(),
        "audit" => AuditCommand.Create(),
        "alerts" => AlertsCommand.Create(),
        "generate" => GenerateCommand.Create(),
        "schema" => SchemaCommand.Create(),
        "snapshots" => SnapshotsCommand.Create(),
        "keys" => KeysCommand.Create(),
        "completions" => CompletionsCommand.Create(),
        _ => null,
    };

    private static string OneLine(string message) => string.Join(' ', message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The command as it was typed, with those that it belongs to.</summary>
    private static string NameOf(ParseResult parsed)
    {
        var name = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = command.Parent)
            name = $" {command.Command.Name}{name}";
        return ExecutableName + name;
    }
}
