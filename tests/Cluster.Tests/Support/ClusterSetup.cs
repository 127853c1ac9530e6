namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>What a test's cluster consists of, beside two silos and two ingests.</summary>
internal sealed record ClusterSetup
{
    /// <summary>Whether its database is MySQL; otherwise it is MariaDB.</summary>
    public bool OnMySql { get; init; }

    public int Shards { get; init; } = 1;

    public int Brokers { get; init; } = 1;

    public int Apis { get; init; } = 1;

    /// <summary>Whether silos, ingests and apis reach the database and Redis by cables that can be cut.</summary>
    public bool HasCables { get; init; }

    public int LinesPerSecond { get; init; } = 1000;

    public int Seed { get; init; } = Random.Shared.Next();
}
