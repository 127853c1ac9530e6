using System.CommandLine;
using RechargeMonitor.Monitor.Audit;
using RechargeMonitor.Monitor.Recount;
using Spectre.Console;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>audit</c>: compares a running monitor with a recount of the files that it reads.</summary>
internal static class AuditCommand
{
    private const int MostDifferencesShown = 200;

    private const string Description = """
        Count log files again and compare every figure with a running monitor.

        Compared are the books' totals, and for every day the overview, the trend by minute and hour, provinces with
        their hours, interfaces with their minutes, and breakdowns. Rates must agree within 1e-9, percentiles within 1 %,
        everything else exactly. Days that are older than the oldest one that the monitor keeps are named and skipped.

        Exit code: 0 no difference, 1 differences, 2 could not be compared.

        Examples:
          recharge-monitor audit /var/log/recharge --against http://localhost:8080
          recharge-monitor audit order.log --against http://localhost:8080 --wait 30
        """;

    public static Command Create()
    {
        var files = RecountCommand.Files();
        var against = new Option<string>("--against") { Description = "The monitor's address, for example http://localhost:8080.", HelpName = "URL", Required = true };
        against.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryAddress(token.Value, out _))
                result.AddError($"--against must be the monitor's address, for example http://localhost:8080, not '{token.Value}'");
        });
        var wait = new Option<int>("--wait")
        {
            Description = "For a monitor that is still reading: compare again and again until it agrees, for this many seconds at the most.",
            HelpName = "SECONDS",
        };
        wait.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < 0)
                result.AddError("--wait must be a number of seconds from 0 on");
        });

        var keyFile = new Option<string?>("--key-file") { Description = "A file that holds the API key which the monitor asks for.", HelpName = "FILE" };

        var command = new Command("audit", Description) { files, against, wait, keyFile };
        command.SetAction((parsed, cancellationToken) =>
        {
            TryAddress(parsed.GetRequiredValue(against), out var address);
            return RunAsync(parsed.GetRequiredValue(files), address!, parsed.GetValue(keyFile), TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, Uri address, string? keyFile, TimeSpan wait, CancellationToken cancellationToken)
    {
        AuditResult result;
        try
        {
            var files = LogFileFinder.Find(arguments);
            var recount = await Task.Run(() => ProgressDisplay.Show(new Recounter(files), files, cancellationToken), cancellationToken).ConfigureAwait(false);
            using var monitor = new MonitorClient(address, keyFile is null ? null : ReadKey(keyFile));
            var comparison = new MonitorComparison(monitor, recount.Report);
            result = await comparison.RunAsync(wait, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (FaultException fault)
        {
            throw new FaultException(fault.Message, fault) { ExitCode = ExitCode.NotCompared };
        }

        Show(result, address);
        return result.Differences.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static string ReadKey(string file)
    {
        try
        {
            var key = File.ReadAllText(file).Trim();
            return key.Length > 0 && key.All(letter => letter is > ' ' and < '\u007f')
                ? key
                : throw new FaultException($"--key-file {file} holds no key: expected one line, as 'recharge-monitor keys add' writes it");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"--key-file {file} cannot be read: {exception.Message}", exception);
        }
    }

    private static void Show(AuditResult result, Uri address)
    {
        foreach (var day in result.SkippedDays)
            Console.Out.WriteLine($"{day}: skipped, older than the oldest day that the monitor keeps");
        if (result.Differences.Count == 0)
        {
            Console.Out.WriteLine($"no difference: {result.ComparedFigures:N0} figures of {result.ComparedDays} days and the books agree with {address}");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in (ReadOnlySpan<string>)["place", "in the files", "in the monitor"])
            table.AddColumn(new TableColumn(column));
        foreach (var difference in result.Differences.Take(MostDifferencesShown))
            table.AddRow([new Text(PlainText.Of(difference.Place)), new Text(PlainText.Of(difference.InFiles)), new Text(PlainText.Of(difference.InMonitor))]);
        TerminalConsole.Of(Console.Out, Console.IsOutputRedirected).Write(table);
        var unseen = result.Differences.Count - MostDifferencesShown;
        Console.Out.WriteLine($"{result.Differences.Count:N0} differences{(unseen > 0 ? $", {unseen:N0} of them not shown" : "")}");
    }

    private static bool TryAddress(string text, out Uri? address) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out address) && address.Scheme is "http" or "https";
}
