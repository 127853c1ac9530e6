using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(DatabaseServers))]

namespace RechargeMonitor.Silo.Tests.Support;

/// <summary>A kind of database server.</summary>
public enum DatabaseKind
{
    MariaDb,
    MySql,
}

/// <summary>The servers of all tests, each started when a test first asks for it; every test has a database of its own.</summary>
public sealed class DatabaseServers : IAsyncDisposable
{
    private readonly Lazy<Task<MariaDbServer>> mariaDb = new(() => MariaDbServer.CreateAsync("--max-connections=1000"));
    private readonly Lazy<Task<MySqlServer>> mySql = new(MySqlServer.CreateAsync);

    /// <summary>The server of a kind; the test is skipped where it cannot run.</summary>
    public async Task<DatabaseServer> GetAsync(DatabaseKind kind)
    {
        if ((kind == DatabaseKind.MySql ? MySqlServer.Missing : MariaDbServer.Missing) is { } reason)
            Assert.Skip(reason);
        return kind == DatabaseKind.MySql ? await mySql.Value : await mariaDb.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (mariaDb.IsValueCreated)
            await (await mariaDb.Value).DisposeAsync();
        if (mySql.IsValueCreated)
            await (await mySql.Value).DisposeAsync();
    }
}
