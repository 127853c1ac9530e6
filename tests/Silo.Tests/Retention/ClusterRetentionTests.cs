using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Grains.Tests.Support;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Silo.Retention;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Retention;

/// <summary>Retention from what is stored, by several silos at once.</summary>
public sealed class ClusterRetentionTests(DatabaseServers servers)
{
    private static readonly DateOnly First = new(2017, 4, 12);

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MariaDb, DatabaseKind.MySql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Sweep_TwoSilosAtOnce_OldDaysShrinkToTheirLineCounts(DatabaseKind kind)
    {
        var tomorrow = ChinaTime.DayAt(TimeProvider.System.GetUtcNow()).AddDays(1);
        DateOnly[] days = [First, First.AddDays(1), First.AddDays(2), tomorrow.AddDays(5)];
        await using var cluster = await TestCluster.StartAsync(await (await servers.GetAsync(kind)).CreateDatabaseAsync(), silos: 2);
        await cluster.FeedAsync(new MemorySource(("a", [.. days.SelectMany(day => LinesOf(day, 60))])));
        var before = await cluster.StoredAsync();

        await Task.WhenAll(cluster.Silos.Select(silo => Sweep(silo.Services, days: 2).SweepAsync(CancellationToken.None)));
        var once = await cluster.StoredAsync();
        await Sweep(cluster.Silos[0].Services, days: 2).SweepAsync(CancellationToken.None);
        var again = await cluster.StoredAsync();

        Assert.Equal(days.OrderDescending(), before.Days());
        Assert.Equal([days[3], days[2], days[1]], once.Days());
        Assert.Equal([days[0]], once.RetiredDays());
        Assert.Empty(once.TargetsToRetire(days[0]));
        Assert.Equal(Keys(before, days[1]), Keys(once, days[1]));
        Assert.True(once.BooksBalance);
        Assert.Equal(once.Days(), again.Days());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Sweep_LateLineOfARetiredDay_DroppedAgain(DatabaseKind kind)
    {
        await using var cluster = await TestCluster.StartAsync(await (await servers.GetAsync(kind)).CreateDatabaseAsync(), silos: 1);
        await cluster.FeedAsync(new MemorySource(("a", [.. LinesOf(First, 20), .. LinesOf(First.AddDays(1), 20)])));
        var sweep = Sweep(cluster.Silos[0].Services, days: 1);
        await sweep.SweepAsync(CancellationToken.None);
        await cluster.FeedAsync(new MemorySource(("b", LinesOf(First, 10))));
        Assert.NotEmpty((await cluster.StoredAsync()).TargetsToRetire(First));

        await sweep.SweepAsync(CancellationToken.None);

        var stored = await cluster.StoredAsync();
        Assert.Empty(stored.TargetsToRetire(First));
        Assert.Equal([First.AddDays(1)], stored.Days());
        Assert.True(stored.BooksBalance);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ToRetire_LastDayOfTheCalendar_ItsMinutesAndNoOthers(DatabaseKind kind)
    {
        var server = await servers.GetAsync(kind);
        var options = new MySqlOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await new MySqlSchemaUpdate(options).ApplyAsync(null, CancellationToken.None);
        await server.ExecuteAsync($"""
            INSERT INTO {new MySqlConnectionStringBuilder(options.ConnectionString).Database}.OrleansStorage
                (ServiceId, GrainTypeString, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version) VALUES
                ('recharge-monitor', 'minute', 'm-999912302359-0', 'M', '2026-01-01', 1),
                ('recharge-monitor', 'minute', 'm-999912310000-0', 'M', '2026-01-01', 1),
                ('recharge-monitor', 'minute', 'm-999912312359-31', 'M', '2026-01-01', 1);
            """);
        var targets = new MySqlTargets(new MySqlDatabase(options));

        var found = await targets.ToRetireAsync([DateOnly.MaxValue], CancellationToken.None);

        Assert.Equal(["m-999912310000-0", "m-999912312359-31"], found.Select(target => target.ToString()));
    }

    private static RetentionSweep Sweep(IServiceProvider services, int days) => new(
        services.GetRequiredService<IStoredTargets>(), services.GetRequiredService<IGrainFactory>(), days, TimeProvider.System, NullLogger<RetentionSweep>.Instance);

    private static IEnumerable<string> Keys(FiguresView view, DateOnly day) => view.TargetsToRetire(day).Select(target => target.ToString()).Order(StringComparer.Ordinal);

    private static byte[] LinesOf(DateOnly day, int orders)
    {
        var generator = new LineGenerator(new GeneratorOptions { FirstDay = day, OrdersPerDay = orders, MaxOrders = orders });
        var buffer = new ArrayBufferWriter<byte>();
        while (generator.PeekLogTime != LineGenerator.NoMoreLines)
            generator.Next(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
