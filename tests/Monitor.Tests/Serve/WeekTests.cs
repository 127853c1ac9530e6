using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>
/// Follows a log for days on end, of which each takes only as long as its lines take to be counted: what every day leaves
/// behind must not grow. <c>tests/week.sh</c> runs it with as many days and lines as it is asked for.
/// </summary>
public sealed class WeekTests : IDisposable
{
    private const int Seed = 20170501;
    private const int LinesAtOnce = 5_000;
    private const int OddLinesPerMillion = 10_000;

    // Lines of an order with its odd ones, about.
    private const int LinesPerOrder = 5;

    private static readonly DateOnly FirstDay = new(2017, 5, 1);

    private readonly TemporaryFolder folder = new();
    private readonly int days = FromEnvironment("WEEK_DAYS") ?? 3;
    private readonly int linesPerDay = FromEnvironment("WEEK_LINES") ?? 8_000;
    private readonly int keptDays = FromEnvironment("WEEK_KEPT") ?? 32;

    // Only days that are kept are held against the judge, who keeps every duration.
    private readonly SortedDictionary<DateOnly, Oracle.Recount> judged = [];
    private readonly List<Sample> samples = [];
    private long lines;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_DayAfterDay_KeptDaysAreExactAndNothingGrows()
    {
        Directory.CreateDirectory(folder["logs"]);
        await using var monitor = new MonitorProcess(
            ["--tail", folder["logs"], "--data", folder["data"], "--retention-days", keptDays.ToString(CultureInfo.InvariantCulture)]);
        await monitor.StartAsync();
        for (var day = FirstDay; day < FirstDay.AddDays(days); day = day.AddDays(1))
            await CountDayAsync(monitor, day);

        await AssertDaysAsync(monitor);
        await AssertBooksAsync(monitor);
        AssertFlat();
        Assert.Equal(0, await monitor.StopAsync());
    }

    private async Task CountDayAsync(MonitorProcess monitor, DateOnly day)
    {
        var since = Stopwatch.GetTimestamp();
        var path = Path.Combine(folder["logs"], $"order-{day:yyyyMMdd}.log");
        var judge = judged[day] = new Oracle.Recount();
        if (judged.Count > keptDays)
            judged.Remove(judged.Keys.First());
        var orders = Math.Max(1, linesPerDay / LinesPerOrder);
        var generator = new LineGenerator(new GeneratorOptions
        {
            Seed = Seed, FirstDay = day, OrdersPerDay = orders, MaxOrders = orders, OddLinesPerMillion = OddLinesPerMillion,
        });
        var buffer = new ArrayBufferWriter<byte>();
        while (generator.PeekLogTime != LineGenerator.NoMoreLines)
        {
            buffer.ResetWrittenCount();
            for (var line = 0; line < LinesAtOnce && generator.PeekLogTime != LineGenerator.NoMoreLines; line++)
                generator.Next(buffer);
            await using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                await file.WriteAsync(buffer.WrittenMemory);
            judge.Add(path, buffer.WrittenSpan.ToArray());
        }

        lines += judge.Sources.Sum(source => source.Lines);
        await monitor.WaitForLinesAsync(lines);
        File.Delete(path);
        samples.Add(await SampleAsync(monitor));
        Say($"{day:yyyyMMdd}: {lines} lines so far, this day in {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s; {samples[^1]}");
    }

    private async Task<Sample> SampleAsync(MonitorProcess monitor)
    {
        var database = new DirectoryInfo(folder["data"]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        return new Sample(monitor.ResidentBytes, database, await monitor.GrainsAsync());
    }

    private async Task AssertDaysAsync(MonitorProcess monitor)
    {
        var kept = judged.Keys.Reverse().Select(day => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)).ToArray();
        await monitor.WaitAsync(
            "the days that are kept",
            async () => (await monitor.GetAsync("days"))["days"]!.AsArray().Select(day => day!.GetValue<string>()).SequenceEqual(kept),
            async () => (await monitor.GetAsync("days")).ToJsonString());
        var found = (await RestFigures.ReadAsync(monitor.GetAsync))["days"]!.AsArray();
        foreach (var (judge, day) in judged.Values.Reverse().Zip(found))
            Judgement.AssertEqual(JsonNode.Parse(judge.ToJson())!["days"]![0]!, day!);
    }

    private async Task AssertBooksAsync(MonitorProcess monitor)
    {
        var audit = await monitor.GetAsync("audit");
        Assert.True(audit["balanced"]!.GetValue<bool>(), audit.ToJsonString());
        Assert.Equal(lines, audit["lines"]!.GetValue<long>());
    }

    /// <summary>Once days are dropped, a day more must not make anything larger.</summary>
    private void AssertFlat()
    {
        var full = samples.Skip(keptDays).ToArray();
        if (full.Length < 2)
            return;
        var (first, last) = (full[0], full[^1]);
        Assert.True(last.DatabaseBytes <= first.DatabaseBytes * 5 / 4, $"the database grows: {string.Join(", ", samples)}");
        Assert.True(last.ResidentBytes <= first.ResidentBytes * 5 / 4, $"the memory grows: {string.Join(", ", samples)}");
    }

    private static int? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static void Say(FormattableString text) => TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(text));

    /// <summary>What the monitor takes after a day.</summary>
    private sealed record Sample(long ResidentBytes, long DatabaseBytes, int Grains)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{ResidentBytes >> 20} MiB of memory, {DatabaseBytes / 1024.0 / 1024.0:0.0} MiB of database, {Grains} grains");
    }
}
