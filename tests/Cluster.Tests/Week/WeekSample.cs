using System.Globalization;
using System.Text.RegularExpressions;
using MySqlConnector;
using RechargeMonitor.Cluster.Tests.Support;

namespace RechargeMonitor.Cluster.Tests.Week;

/// <summary>What a cluster takes after a day. The memory of a role is that of all its processes.</summary>
internal sealed record WeekSample
{
    public required long SiloBytes { get; init; }

    public required long IngestBytes { get; init; }

    public required long ApiBytes { get; init; }

    /// <summary>Of the files of its tables, on MariaDB.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>How many states of grains are stored.</summary>
    public required long Rows { get; init; }

    /// <summary>What Redis holds in memory.</summary>
    public required long RedisBytes { get; init; }

    /// <summary>How many figures it holds.</summary>
    public required long RedisFigures { get; init; }

    /// <summary>What the topics take of the disk.</summary>
    public required long LogBytes { get; init; }

    /// <summary>How many grains are active on all silos.</summary>
    public required int Grains { get; init; }

    public static async Task<WeekSample> OfAsync(TestCluster cluster)
    {
        await using var connection = new MySqlConnection(cluster.Connection);
        await connection.OpenAsync();
        return new WeekSample
        {
            SiloBytes = ResidentBytes(cluster.Silos),
            IngestBytes = ResidentBytes(cluster.Ingests),
            ApiBytes = ResidentBytes(cluster.Apis),
            DatabaseBytes = await NumberAsync(connection, "SELECT SUM(FILE_SIZE) FROM information_schema.INNODB_SYS_TABLESPACES WHERE NAME LIKE CONCAT(DATABASE(), '/%')"),
            Rows = await NumberAsync(connection, "SELECT COUNT(*) FROM OrleansStorage"),
            RedisBytes = long.Parse(Regex.Match(await cluster.Redis.AskAsync("INFO memory"), @"used_memory:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture),
            RedisFigures = long.Parse((await cluster.Redis.AskAsync("HLEN {recharge}:forms")).Trim(':', '\r', '\n'), CultureInfo.InvariantCulture),
            LogBytes = cluster.Kafka.Brokers.Sum(broker => broker.LogBytes),
            Grains = await cluster.Silos[0].GrainsAsync(),
        };
    }

    /// <summary>How many states are stored of minutes and provinces of a day.</summary>
    public static async Task<long> RowsOfAsync(TestCluster cluster, string day)
    {
        await using var connection = new MySqlConnection(cluster.Connection);
        await connection.OpenAsync();
        return await NumberAsync(connection, $"SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE 'm-{day}%' OR GrainIdExtensionString LIKE 'p-%-{day}'");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mebi(SiloBytes):0} MiB in silos, {Mebi(IngestBytes):0} in ingests, {Mebi(ApiBytes):0} in apis, {Mebi(RedisBytes):0.0} in Redis with {RedisFigures} figures, {Mebi(DatabaseBytes):0.0} MiB of tables with {Rows} rows, {Mebi(LogBytes):0} MiB of topics, {Grains} grains");

    private static long ResidentBytes(IEnumerable<Role> roles) => roles.Sum(role => role.Process.ResidentBytes);

    private static double Mebi(long bytes) => bytes / 1024.0 / 1024.0;

    private static async Task<long> NumberAsync(MySqlConnection connection, string query)
    {
        await using var command = new MySqlCommand(query, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
