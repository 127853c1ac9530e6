using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Silo.Retention;
using Xunit;

namespace RechargeMonitor.Grains.Tests;

/// <summary>The sweep over real grains and SQLite: what it keeps, what it leaves, and that the books balance with it.</summary>
public sealed class RetentionTests : IDisposable
{
    private const int KeptDays = 2;

    // The grains' clock is the machine's, so the sweep's must not be far behind it.
    private static readonly FakeTimeProvider Time = new(TimeProvider.System.GetUtcNow());
    private static readonly DateOnly Today = ChinaTime.DayAt(Time.GetUtcNow());
    private static readonly DateOnly[] Past = [.. Enumerable.Range(0, 4).Select(age => Today.AddDays(-age))];
    private static readonly DateOnly[] Future = [.. Enumerable.Range(2, 4).Select(distance => Today.AddDays(distance))];
    private static readonly DateOnly[] Far = [.. Enumerable.Range(500, 4).Select(distance => Today.AddDays(distance))];

    private readonly string folder = Directory.CreateTempSubdirectory("retention-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task SweepAsync_OldAndFarDays_KeepsTheNearestAndTheBooksBalance()
    {
        await using (var engine = await Engine.StartAsync(folder))
        {
            await FeedAsync(engine, "first", [.. Past, .. Far]);
            await SweepAsync(engine);
            AssertKept(engine, lines: 8);

            // Late lines of dropped days are counted in the books, and bring nothing back.
            await FeedAsync(engine, "late", [Past[^1], Far[^1]]);
            Assert.NotEmpty(engine.View.TargetsToRetire(Past[^1]));
            await SweepAsync(engine);
            AssertKept(engine, lines: 10);
        }

        await using var again = await Engine.StartAsync(folder);
        AssertKept(again, lines: 10);
        await SweepAsync(again);
        AssertKept(again, lines: 10);
    }

    [Fact]
    public async Task SweepAsync_ManyDaysThatAreToCome_PushNoRealDayOutAndAreKept()
    {
        await using var engine = await Engine.StartAsync(folder);
        await FeedAsync(engine, "first", [Past[1], .. Future]);
        await SweepAsync(engine);
        Assert.Equal([.. Future.OrderDescending(), Past[1]], engine.View.Days());
        Assert.Empty(engine.View.RetiredDays());
    }

    [Fact]
    public async Task SweepAsync_ClockTwoDaysBehindTheGrains_DropsNothingAndSaysSoOnce()
    {
        await using var engine = await Engine.StartAsync(folder);
        await FeedAsync(engine, "first", Past);
        var logs = new EventIds();
        var late = new FakeTimeProvider(Time.GetUtcNow().AddDays(-2));
        var sweep = new RetentionSweep(new ViewTargets(engine.View), engine.Client, KeptDays, late, logs);

        await sweep.SweepAsync(default);
        await sweep.SweepAsync(default);

        Assert.Equal(Past, engine.View.Days());
        Assert.Equal([1105], logs.Seen);
        late.SetUtcNow(Time.GetUtcNow());
        await sweep.SweepAsync(default);
        Assert.Equal(Past[..2], engine.View.Days());
    }

    private static void AssertKept(Engine engine, long lines)
    {
        Assert.Equal([Far[1], Far[0], Past[0], Past[1]], engine.View.Days());
        Assert.Equal([Past[3], Past[2], .. Far[2..]], engine.View.RetiredDays().Order());
        Assert.All(engine.View.RetiredDays(), day => Assert.Empty(engine.View.TargetsToRetire(day)));
        Assert.Equal(lines, engine.View.Books().Report.Sources.Sum(source => source.Counts.Of(Service.ReChargeNotifyReq)));
        Assert.True(engine.BooksBalanceExactly());
    }

    private static async Task FeedAsync(Engine engine, string partition, IEnumerable<DateOnly> days)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(days.Select(Line)));
        await engine.FeedAsync(new FeedingOptions { CheckpointInterval = TimeSpan.FromMilliseconds(50) }, new MemorySource((partition, content)));
    }

    private static string Line(DateOnly day) =>
        $$"""{"serviceName":"reChargeNotifyReq","requestId":"{{ChinaTime.Format(day)}}030108471","bussinessRst":"0000","provinceCode":"200","chargefee":"5000"}""" + "\n";

    private static Task SweepAsync(Engine engine) =>
        new RetentionSweep(new ViewTargets(engine.View), engine.Client, KeptDays, Time, NullLogger<RetentionSweep>.Instance).SweepAsync(default);

    private sealed class EventIds : ILogger<RetentionSweep>
    {
        public List<int> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Seen.Add(eventId.Id);
    }
}
