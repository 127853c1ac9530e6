using System.CommandLine;
using RechargeMonitor.Core.Reports;
using RechargeMonitor.Monitor.Recount;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>recount</c>: exact figures of log files.</summary>
internal static class RecountCommand
{
    private const int MostRejects = 10_000;

    private const string Description = """
        Count log files exactly, on all cores.

        Files may be plain, .gz or .zst; a folder means all files in it that are not hidden, also in its subfolders;
        in a pattern * stands for any name and ** for any folders; - is standard input. Every argument counts: a file
        that is named twice is counted twice. What is appended to a plain file meanwhile is not counted.

        Formats:
          table  to look at: overview, provinces, interfaces, breakdowns, books
          json   all figures, as one object: {"audit":{…},"days":[…]}, the same names as in the REST answers
          csv    one figure a row: day,table,key,figure,value, where table is audit, source, overview, minute, hour,
                 province, interface, gateway, channel or result, and key is the source, minute, code … of the row

        Examples:
          recharge-monitor recount order.log
          recharge-monitor recount --format json /var/log/recharge 'archive/**/*.log.gz' > figures.json
          zcat old.gz | recharge-monitor recount --day 20170412 -
          recharge-monitor recount --rejects 20 order.log
        """;

    /// <summary>The files of <c>recount</c> and <c>audit</c>.</summary>
    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Files, folders, patterns, or - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.Validators.Add(MistypedOption.Refuse);
        return files;
    }

    public static Command Create()
    {
        var files = Files();
        var format = new Option<string>("--format")
        {
            Description = "table, json or csv.",
            DefaultValueFactory = _ => Console.IsOutputRedirected ? "json" : "table",
        };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var days = new Option<DateOnly[]>("--day")
        {
            Description = "Show only this day (yyyyMMdd); may be given several times. The books stay whole.",
            HelpName = "yyyyMMdd",
            CustomParser = DayArgument.ParseAll,
        };
        var rejects = new Option<int>("--rejects")
        {
            Description = $"Print the first N lines, at most {MostRejects}, that could not be counted to standard error, with file, byte offset and reason; personal data is masked.",
            HelpName = "N",
        };
        rejects.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 0 and <= MostRejects)
                return;
            result.AddError($"--rejects must lie between 0 and {MostRejects}");
        });

        var command = new Command("recount", Description) { files, format, days, rejects };
        command.SetAction(parsed =>
        {
            using var interruption = new Interruption();
            return Run(parsed.GetRequiredValue(files), parsed.GetRequiredValue(format), parsed.GetValue(days) ?? [], parsed.GetValue(rejects), interruption.Token);
        });
        return command;
    }

    private static int Run(string[] arguments, string format, DateOnly[] days, int maxRejects, CancellationToken cancellationToken)
    {
        var files = LogFileFinder.Find(arguments);
        var recounter = new Recounter(files, maxRejects);
        var result = ProgressDisplay.Show(recounter, files, cancellationToken);
        foreach (var reject in result.Rejects)
            Console.Error.WriteLine(RejectText.Of(files[reject.File], reject));

        var report = days.Length == 0 ? result.Report
            : result.Report with { Days = [.. result.Report.Days.Where(day => days.Contains(day.Day))] };
        Write(report, format, showsAll: days.Length > 0);
        return ExitCode.Success;
    }

    private static void Write(RecountReport report, string format, bool showsAll)
    {
        using var output = new StandardOutput();
        switch (format)
        {
            case "json":
                JsonFormat.Write(output, report);
                break;
            case "csv":
                CsvFormat.Write(output, report);
                break;
            default:
                TableFormat.Write(output, report, showsAll);
                break;
        }
    }
}
