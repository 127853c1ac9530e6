namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>What a test's cluster consists of, beside two silos and two ingests.</summary>
internal sealed record ClusterSetup
{
    /// <summary>Whether its database is MySQL; otherwise it is MariaDB.</summary>
    public bool OnMySql { get; init; }

    public int Shards { get; init; } = 1;

    public int Brokers { get; init; } = 1;

    public int Apis { get; init; } = 1;

    /// <summary>Whether the ways to the servers can be cut.</summary>
    public bool IsCuttable { get; init; }

    /// <summary>Whether each server has a disk of its own that can be filled, where such can be made.</summary>
    public bool HasSmallDisks { get; init; }

    public int LinesPerSecond { get; init; } = 1000;

    /// <summary>Whether some lines are hard to read. Their days are any: the newest one may have nothing but such a line.</summary>
    public bool HasNastyLines { get; init; } = true;

    /// <summary>Options of the silos beside the usual ones.</summary>
    public IReadOnlyList<string> SiloOptions { get; init; } = [];

    public int Seed { get; init; } = Random.Shared.Next();
}
