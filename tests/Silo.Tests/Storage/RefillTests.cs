using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using RechargeMonitor.Snapshots;
using RechargeMonitor.Snapshots.Redis;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Storage;

/// <summary>Redis filled again from a real database, by the very delegate that a silo gives its publisher.</summary>
public sealed class RefillTests(DatabaseServers servers)
{
    private const int Minutes = 1440;
    private static readonly DateOnly Day = new(2017, 4, 12);

    [Fact]
    public async Task Refill_FarMoreRowsThanMayWait_EndsAfterOneReading()
    {
        if (RedisServer.Missing is { } missing)
            Assert.Skip(missing);
        var database = new MySqlDatabase(new MySqlOptions { ConnectionString = await FilledAsync(minute => $"x'{Convert.ToHexString(FormOf(minute))}'") });
        await using var redis = await RedisServer.StartAsync();
        var options = new RedisOptions { Configuration = $"127.0.0.1:{redis.Port}", KeyPrefix = "refill", MaxPendingKeys = 100 };
        var logs = new RecordingLogs();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs);
        builder.Services.AddRedisPublisher(options, database.PublishAllAsync).AddRedisFigures(options);
        using var host = builder.Build();

        await host.StartAsync();

        var view = host.Services.GetRequiredService<FiguresView>();
        await TestCluster.UntilAsync(
            () => !view.IsStale && view.TargetsToRetire(Day).Count == Minutes,
            () => $"readers have {view.TargetsToRetire(Day).Count} minutes of {Minutes}, stale: {view.IsStale}; {string.Join("; ", logs.Events.Select(log => log.Text).Take(6))}");
        Assert.DoesNotContain(logs.Events, log => log.Id == 5003);
        Assert.Single(logs.Events, log => log.Id == 5011);
        await host.StopAsync();
    }

    [Fact]
    public async Task PublishAll_NoRowComesAnyMore_IsGivenUpWithinAStatementsTime()
    {
        var connection = new MySqlConnectionStringBuilder(await FilledAsync(_ => "REPEAT('x', 16384)"));
        await using var link = new TcpLink((int)connection.Port);
        (connection.Port, connection.DefaultCommandTimeout, connection.CancellationTimeout) = ((uint)link.Port, 1, 1);
        var database = new MySqlDatabase(new MySqlOptions { ConnectionString = connection.ConnectionString });
        var rows = 0;

        var fault = await Assert.ThrowsAsync<StorageFaultException>(() => database.PublishAllAsync(
            (_, _, _) =>
            {
                if (rows++ == 0)
                    link.Silence();
                return ValueTask.CompletedTask;
            },
            null,
            TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.True(fault.Fault.MayPass, fault.Message);
        Assert.InRange(rows, 1, Minutes - 1);
    }

    /// <summary>A database with a row for each minute of a day.</summary>
    /// <param name="payloadOf">What it holds, in SQL.</param>
    private async Task<string> FilledAsync(Func<TargetId, string> payloadOf)
    {
        var connection = await (await servers.GetAsync(DatabaseKind.MariaDb)).CreateDatabaseAsync();
        await new MySqlSchemaUpdate(new MySqlOptions { ConnectionString = connection }).ApplyAsync(null, CancellationToken.None);
        await using var opened = new MySqlConnection(connection);
        await opened.OpenAsync();
        var rows = Enumerable.Range(0, Minutes).Select(number => TargetId.Minute(Day, number, 0)).Select(minute => string.Create(
            CultureInfo.InvariantCulture,
            $"('recharge-monitor', 'minute', '{minute}', {payloadOf(minute)}, '2026-01-01 12:00:00', 1)"));
        await using var insert = new MySqlCommand(
            $"INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version) VALUES {string.Join(',', rows)}", opened);
        await insert.ExecuteNonQueryAsync();
        return connection;
    }

    private static byte[] FormOf(TargetId minute) => new Target<MinuteTally>(minute).Encode(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
}
