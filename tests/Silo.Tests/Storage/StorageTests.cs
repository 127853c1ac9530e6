using RechargeMonitor.Servers;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Storage;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Silo.Tests.Support;

namespace RechargeMonitor.Silo.Tests.Storage;

public sealed class SqliteStorageTests : GrainStorageConformance
{
    private protected override Task<StorageHost> StartAsync()
    {
        var folder = new TemporaryFolder();
        var database = SqliteDatabase.Open(folder.Path, 1);
        return StorageHost.StartAsync(silo => silo.AddSqliteState(database), () =>
        {
            database.Dispose();
            folder.Dispose();
        });
    }
}

public sealed class MariaDbStorageTests(DatabaseServers servers) : MySqlStorageConformance(servers, DatabaseKind.MariaDb);

public sealed class MySqlStorageTests(DatabaseServers servers) : MySqlStorageConformance(servers, DatabaseKind.MySql);

public abstract class MySqlStorageConformance(DatabaseServers servers, DatabaseKind kind) : GrainStorageConformance
{
    private protected override async Task<StorageHost> StartAsync()
    {
        var server = await servers.GetAsync(kind);
        var options = new MySqlOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await new MySqlSchemaUpdate(options).ApplyAsync(null, CancellationToken.None);
        return await StorageHost.StartAsync(silo => silo.AddMySqlState(new MySqlDatabase(options)));
    }
}
