using System.CommandLine;
using RechargeMonitor.Monitor.Alerts;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Monitor.Recount;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>alerts</c>: what can be done with rules beside judging them live.</summary>
internal static class AlertsCommand
{
    private const string Description = """
        Run alert rules over log files and print what would have opened and ended when, to choose thresholds on real days.

        The rules are those of the Alerts section of a settings file, as 'serve --config' takes it; what it does not set is as
        built in, and {} means the built-in rules. Files are what 'recount' takes. Every minute of every day is judged once,
        in its order, with all of its lines. Rules about the processing itself (SourceSilent, BooksUnbalanced) have nothing to
        judge in files.

        Exit code: 0 no alert would have opened, 1 some would have, 2 the rules or files cannot be used.

        Examples:
          recharge-monitor alerts test rules.json order.log
          recharge-monitor alerts test rules.json --format json 'archive/*.log.gz'
        """;

    public static Command Create()
    {
        var rules = new Argument<string>("rules") { Description = "A JSON file of settings, for example {\"Alerts\":{\"Rules\":{\"interface-failures\":{\"Warning\":0.1}}}}." };
        var files = RecountCommand.Files();
        var format = new Option<string>("--format")
        {
            Description = "table or json.",
            DefaultValueFactory = _ => Console.IsOutputRedirected ? "json" : "table",
        };
        format.AcceptOnlyFromAmong("table", "json");
        var test = new Command("test", Description) { rules, files, format };
        test.SetAction((parsed, cancellationToken) =>
            TestAsync(parsed.GetRequiredValue(rules), parsed.GetRequiredValue(files), parsed.GetRequiredValue(format), cancellationToken));
        return new Command("alerts", "Try alert rules on log files.") { test };
    }

    private static async Task<int> TestAsync(string rulesFile, string[] arguments, string format, CancellationToken cancellationToken)
    {
        try
        {
            var alerts = Read(rulesFile);
            var files = LogFileFinder.Find(arguments);
            var recount = await Task.Run(() => ProgressDisplay.Show(new Recounter(files, isForAlerts: true), files, cancellationToken), cancellationToken).ConfigureAwait(false);
            var runs = AlertTest.Run(alerts.Settings.Rules, recount.Report.Days);
            using var output = new StandardOutput();
            if (format == "json")
                AlertTestFormat.WriteJson(output, runs);
            else
                AlertTestFormat.WriteTable(output, runs, alerts.Settings.Rules);
            return runs.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }
        catch (FaultException fault)
        {
            throw new FaultException(fault.Message, fault) { ExitCode = ExitCode.NotJudged };
        }
    }

    private static ConfiguredAlerts Read(string file)
    {
        // Unlike a builder, it reads a file as soon as it is named.
        using var configuration = new ConfigurationManager();
        SettingsFile.Add(configuration, file, called: "");
        var settings = new Settings(configuration);
        var alerts = AlertOptions.Read(settings);
        settings.ThrowIfFaulty();
        return alerts;
    }
}
