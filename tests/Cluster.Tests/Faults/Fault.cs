using RechargeMonitor.Cluster.Tests.Support;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Something that happens to a part of a cluster, and passes.</summary>
/// <param name="Subject">The part: two faults of one are not tried at the same time.</param>
/// <param name="Name">What happens.</param>
/// <param name="StrikeAsync">Has it happen, and pass; the random numbers are taken before the first wait.</param>
internal sealed record Fault(string Subject, string Name, Func<TestCluster, Random, Task> StrikeAsync);
