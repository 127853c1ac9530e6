using System.Globalization;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>
/// A cluster that stays whole, for tests that read topics of their own beside it, feed it with days of their own or only
/// look at it: they share one. Its newest day is known.
/// </summary>
[CollectionDefinition(nameof(CalmCluster))]
public sealed class CalmCluster() : ClusterFixture(new ClusterSetup
{
    LinesPerSecond = 500,
    HasNastyLines = false,
    SiloOptions = ["--retention-days", Plan.KeptDays.ToString(CultureInfo.InvariantCulture)],
}), ICollectionFixture<CalmCluster>
{
    /// <summary>With what days it is fed, beside those of its traffic.</summary>
    internal static WeekPlan Plan { get; } = WeekPlan.FromEnvironment(new WeekPlan(Days: 2, LinesPerDay: 1_000, KeptDays: 32));
}
