using System.Runtime.ExceptionServices;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>A cluster that the tests of a class share: each leaves it whole.</summary>
public abstract class ClusterFixture : IAsyncLifetime
{
    private readonly ClusterSetup setup;
    private TestCluster? cluster;
    private Exception? missing;

    private protected ClusterFixture(ClusterSetup setup) => this.setup = setup;

    /// <summary>The cluster, whole; where it cannot be had, the test ends with the reason.</summary>
    internal async Task<TestCluster> WholeAsync()
    {
        if (missing is not null)
            ExceptionDispatchInfo.Throw(missing);
        await cluster!.MendAsync();
        return cluster;
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            cluster = await TestCluster.StartAsync(setup);
        }
        catch (Exception exception)
        {
            // A fixture cannot skip tests, so each does it for itself.
            missing = exception;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
