using System.CommandLine;
using System.CommandLine.Parsing;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Monitor.Generate;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>generate</c>: log lines for load and tests.</summary>
internal static class GenerateCommand
{
    private const string Description = """
        Write log lines of whole orders, as the hosts write them: for tests, load and trying things out.

        The same options give the same bytes, on every machine. The orders of a day follow a daily curve; without --rate
        the lines are written as fast as possible, with it in real time, each line promptly.

        Incidents: province:CODE:HHMM-HHMM:RATE or interface:SERVICE:HHMM-HHMM:RATE, where RATE is the share that fails.

        Examples:
          recharge-monitor generate --orders 1000000 --out order.log
          recharge-monitor generate --lines 1000 --day 20170412 | recharge-monitor recount -
          recharge-monitor generate --orders 100000 --incident province:200:1930-1950:0.6
          recharge-monitor generate --rate 2000 --hosts /tmp/hosts      (endless, as 43 files of 23 hosts)
        """;

    public static Command Create()
    {
        var orders = Positive("--orders", "How many orders the day has; all their lines are written.");
        var lines = Positive("--lines", "How many lines to write; the day has a quarter as many orders, so that they reach over most of it.");
        var rate = Positive("--rate", "Lines per second, paced in real time.");
        var day = new Option<DateOnly>("--day")
        {
            Description = $"The day on which the first order starts; without it {new GeneratorOptions().FirstDay:yyyyMMdd}.",
            HelpName = "yyyyMMdd",
            CustomParser = DayArgument.Parse,
        };
        var seed = new Option<ulong>("--seed") { Description = "Everything random follows from it.", HelpName = "S", DefaultValueFactory = _ => 1 };
        var incidents = new Option<Incident[]>("--incident")
        {
            Description = "Something fails for a while, on every day; may be given several times.",
            HelpName = "INCIDENT",
            CustomParser = ParseIncidents,
        };
        var odd = new Option<int>("--odd") { Description = "How many in a million lines are odd: unusual spelling, or a line that cannot be counted.", HelpName = "N" };
        odd.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() is < 0 or > GeneratorOptions.MaxOddLinesPerMillion)
                result.AddError($"--odd must lie between 0 and {GeneratorOptions.MaxOddLinesPerMillion}");
        });
        var output = new Option<string?>("--out") { Description = "Write to this file instead of standard output.", HelpName = "FILE" };
        var hosts = new Option<string?>("--hosts") { Description = "Write the 43 log files of the 23 hosts below this folder.", HelpName = "FOLDER" };
        var append = new Option<bool>("--append") { Description = "Add to files that exist; without it they are an error." };

        var command = new Command("generate", Description) { orders, lines, rate, day, seed, incidents, odd, output, hosts, append };
        command.Validators.Add(result =>
        {
            if (IsGiven(result, orders) && IsGiven(result, lines))
                result.AddError("give --orders or --lines, not both");
            if (!IsGiven(result, orders) && !IsGiven(result, lines) && !IsGiven(result, rate))
                result.AddError("say how much: --orders N or --lines N (or --rate R for lines without an end)");
            if (IsGiven(result, output) && IsGiven(result, hosts))
                result.AddError("give --out or --hosts, not both");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var orderCount = parsed.GetValue(orders);
            var lineCount = parsed.GetValue(lines);
            var options = new GeneratorOptions
            {
                Seed = parsed.GetValue(seed),
                FirstDay = parsed.GetResult(day) is null ? new GeneratorOptions().FirstDay : parsed.GetValue(day),
                OrdersPerDay = orderCount ?? (lineCount is { } count ? Math.Max(1, count / 4) : new GeneratorOptions().OrdersPerDay),
                MaxOrders = orderCount,
                Incidents = parsed.GetValue(incidents) ?? [],
                OddLinesPerMillion = parsed.GetValue(odd),
            };
            return RunAsync(options, lineCount ?? long.MaxValue, parsed.GetValue(rate),
                () => Target(parsed.GetValue(output), parsed.GetValue(hosts), parsed.GetValue(append)), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        GeneratorOptions options, long maxLines, long? linesPerSecond, Func<ILineTarget> open, CancellationToken cancellationToken)
    {
        if (options.Faults() is { Count: > 0 } faults)
            throw new FaultException(string.Join(' ', faults)) { ExitCode = ExitCode.WrongUsage };

        using var target = open();
        var run = new GeneratorRun(new LineGenerator(options), target, maxLines);
        if (linesPerSecond is { } rate)
            await run.PaceAsync(rate, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        else
            run.WriteAll(cancellationToken);
        return ExitCode.Success;
    }

    private static ILineTarget Target(string? file, string? folder, bool appends) =>
        folder is not null ? new HostFiles(folder, appends)
        : new SingleTarget(file is not null ? new LogFileStream(file, appends) : new StandardOutput());

    private static Option<long?> Positive(string name, string description)
    {
        var option = new Option<long?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!long.TryParse(token.Value, out var number) || number < 1))
                result.AddError($"{name} must be a whole number from 1 on, not '{token.Value}'");
        });
        return option;
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static Incident[] ParseIncidents(ArgumentResult result)
    {
        var incidents = new List<Incident>();
        foreach (var token in result.Tokens)
        {
            if (IncidentParser.TryParse(token.Value, out var incident, out var error))
                incidents.Add(incident);
            else
                result.AddError(error);
        }

        return [.. incidents];
    }
}
