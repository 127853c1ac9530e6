using Xunit;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>A cluster that stays whole, for tests that read topics of their own beside it or only look at it: they share one. Its newest day is known.</summary>
[CollectionDefinition(nameof(CalmCluster))]
public sealed class CalmCluster() : ClusterFixture(new ClusterSetup { LinesPerSecond = 500, HasNastyLines = false }), ICollectionFixture<CalmCluster>;
