using System.Globalization;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>A cluster of which everything may fail, one broker of three too, for the tests that need so many: they share one.</summary>
[CollectionDefinition(nameof(ThreeBrokers))]
public sealed class ThreeBrokers()
    : ClusterFixture(new ClusterSetup { Apis = 2, Brokers = 3, Shards = 3, IsCuttable = true, HasSmallDisks = IsChaos, Seed = Seed }), ICollectionFixture<ThreeBrokers>
{
    /// <summary>Whether chaos was asked for. Disks of servers are memory, two gigabytes in all, which nothing else needs.</summary>
    private static bool IsChaos => FromEnvironment("CHAOS_MINUTES") is not null;

    /// <summary>What its traffic and random faults are made from: <c>CHAOS_SEED</c>, or any.</summary>
    internal static int Seed { get; } = FromEnvironment("CHAOS_SEED") ?? Random.Shared.Next();

    /// <summary>A whole number of the environment, if it is there.</summary>
    internal static int? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
