using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Storage;

public sealed class StorageHealthTests(DatabaseServers servers) : IDisposable
{
    private static readonly StorageFault Away = new("the server is away", true);
    private static readonly StorageFault Refused = new("the server refuses", true);
    private static readonly StorageFault Gone = new("the tables are gone", false);

    private readonly RecordingLogs logs = new();
    private readonly LoggerFactory factory = new();
    private readonly FakeTimeProvider time = new();

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.MariaDb, DatabaseKind.MySql];

    public void Dispose()
    {
        factory.Dispose();
        logs.Dispose();
    }

    [Fact]
    public void Failed_NobodyEndsForIt_AFaultThatCannotPassIsToldOnceAndAtOnce()
    {
        var health = Health(Timeout.InfiniteTimeSpan);

        health.Failed(Gone);
        health.Failed(Gone);
        health.Succeeded();

        Assert.Equal([1003, 1002], logs.Events.Select(log => log.Id));
        Assert.StartsWith("the tables are gone.", Texts()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_WaitingForAServer_OnlyItsFirstFaultAndOneThatCannotPassAreTold()
    {
        var health = Health(Timeout.InfiniteTimeSpan);

        foreach (var fault in (StorageFault[])[Away, Refused, Away, Gone, Gone])
            health.Failed(fault);

        Assert.Equal(["the server is away", "the tables are gone"], Texts().Select(text => text.Split('.')[0]));
    }

    [Fact]
    public void Failed_ProcessEndsForIt_ItsLastLineSaysIt()
    {
        var health = Health(TimeSpan.FromSeconds(20));

        health.Failed(Gone);

        Assert.Empty(logs.Events);
        Assert.True(health.Broken.IsCompleted);
    }

    /// <summary>On a full disk small writes succeed between others that fail.</summary>
    [Fact]
    public void Succeeded_FailsAgainAtOnce_IsOneFault()
    {
        var health = Health(TimeSpan.FromSeconds(20));
        for (var second = 0; second < 10; second++)
        {
            health.Failed(Away);
            health.Succeeded();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1001], logs.Events.Select(log => log.Id));
        Assert.Equal(Away, health.Current);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([1001, 1002], logs.Events.Select(log => log.Id));
        Assert.Null(health.Current);

        health.Failed(Away);
        Assert.Equal([1001, 1002, 1001], logs.Events.Select(log => log.Id));
    }

    [Fact]
    public void Failed_SucceededOnceMeanwhile_IsWaitedForFromThere()
    {
        var health = Health(TimeSpan.FromSeconds(20));
        health.Failed(Away);
        time.Advance(TimeSpan.FromSeconds(19));
        health.Succeeded();
        time.Advance(TimeSpan.FromSeconds(2));
        health.Failed(Away);
        Assert.False(health.Broken.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(21));
        health.Failed(Away);
        Assert.True(health.Broken.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task TryWrite_TableOfStatesWasDropped_IsAFaultThatCannotPass(DatabaseKind kind)
    {
        var server = await servers.GetAsync(kind);
        var options = new MySqlOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await new MySqlSchemaUpdate(options).ApplyAsync(null, CancellationToken.None);
        var database = new MySqlDatabase(options);
        await database.TryWriteAsync(CancellationToken.None);

        await server.ExecuteAsync($"DROP TABLE {new MySqlConnector.MySqlConnectionStringBuilder(options.ConnectionString).Database}.OrleansStorage");

        var fault = await Assert.ThrowsAsync<StorageFaultException>(() => database.TryWriteAsync(CancellationToken.None));
        Assert.False(fault.Fault.MayPass, fault.Message);
        Assert.Contains("schema apply", fault.Message, StringComparison.Ordinal);
    }

    private string[] Texts() => [.. logs.Events.Select(log => log.Text)];

    private StorageHealth Health(TimeSpan patience)
    {
        factory.AddProvider(logs);
        return new StorageHealth(patience, time, factory.CreateLogger<StorageHealth>());
    }
}
