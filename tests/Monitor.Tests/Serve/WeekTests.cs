using System.Buffers;
using System.Diagnostics;
using System.Globalization;
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

    private static readonly DateOnly FirstDay = new(2017, 5, 1);

    private readonly TemporaryFolder folder = new();
    private readonly WeekPlan plan = WeekPlan.FromEnvironment(new WeekPlan(Days: 3, LinesPerDay: 8_000, KeptDays: 32));
    private readonly JudgedDays judged;
    private readonly List<Sample> samples = [];
    private long lines;

    public WeekTests() => judged = new JudgedDays(plan.KeptDays);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_DayAfterDay_KeptDaysAreExactAndNothingGrows()
    {
        Directory.CreateDirectory(folder["logs"]);
        await using var monitor = new MonitorProcess(
            ["--tail", folder["logs"], "--data", folder["data"], "--retention-days", plan.KeptDays.ToString(CultureInfo.InvariantCulture)]);
        await monitor.StartAsync();
        for (var day = FirstDay; day < FirstDay.AddDays(plan.Days); day = day.AddDays(1))
            await CountDayAsync(monitor, day);

        await AssertDaysAsync(monitor);
        await AssertBooksAsync(monitor);
        judged.AssertFlat("the database", [.. samples.Select(sample => sample.DatabaseBytes)]);
        judged.AssertFlat("the memory", [.. samples.Select(sample => sample.ResidentBytes)]);
        Assert.Equal(0, await monitor.StopAsync());
    }

    private async Task CountDayAsync(MonitorProcess monitor, DateOnly day)
    {
        var since = Stopwatch.GetTimestamp();
        var path = Path.Combine(folder["logs"], $"order-{day:yyyyMMdd}.log");
        var judge = judged.Add(day);
        var generator = new LineGenerator(new GeneratorOptions
        {
            Seed = Seed, FirstDay = day, OrdersPerDay = plan.OrdersPerDay, MaxOrders = plan.OrdersPerDay, OddLinesPerMillion = OddLinesPerMillion,
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
        await monitor.WaitAsync(
            "the days that are kept",
            async () => (await judged.ListedAsync(monitor.GetAsync)).SequenceEqual(judged.Kept),
            async () => (await monitor.GetAsync("days")).ToJsonString());
        await judged.AssertExactAsync(monitor.GetAsync);
    }

    private async Task AssertBooksAsync(MonitorProcess monitor)
    {
        var audit = await monitor.GetAsync("audit");
        Assert.True(audit["balanced"]!.GetValue<bool>(), audit.ToJsonString());
        Assert.Equal(lines, audit["lines"]!.GetValue<long>());
    }

    private static void Say(FormattableString text) => TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(text));

    /// <summary>What the monitor takes after a day.</summary>
    private sealed record Sample(long ResidentBytes, long DatabaseBytes, int Grains)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{ResidentBytes >> 20} MiB of memory, {DatabaseBytes / 1024.0 / 1024.0:0.0} MiB of database, {Grains} grains");
    }
}
