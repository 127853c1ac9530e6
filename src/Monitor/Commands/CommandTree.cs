using System.CommandLine;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>The command line: what it accepts, and how every command ends.</summary>
internal static class CommandTree
{
    /// <summary>The name that operators type.</summary>
    public const string ExecutableName = "recharge-monitor";

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
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
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
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

    /// <summary>The root command; without a subcommand it is <c>serve</c>.</summary>
    public static RootCommand Create()
    {
        var serve = ServeCommand.Create();
        var root = new RootCommand("Monitors China Mobile's top-ups in real time: log lines in, exact figures out. Without a command it does what 'serve' does.")
        {
            Action = serve.Action,
        };
        foreach (var option in serve.Options)
            root.Options.Add(option);
        root.Subcommands.Add(serve);
        root.Subcommands.Add(SiloCommand.Create());
        root.Subcommands.Add(IngestCommand.Create());
        root.Subcommands.Add(ApiCommand.Create());
        root.Subcommands.Add(RecountCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(AlertsCommand.Create());
        root.Subcommands.Add(GenerateCommand.Create());
        root.Subcommands.Add(SchemaCommand.Create());
        root.Subcommands.Add(SnapshotsCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(CompletionsCommand.Create());
        return root;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static string NameOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? ExecutableName : $"{ExecutableName} {parsed.CommandResult.Command.Name}";
}
