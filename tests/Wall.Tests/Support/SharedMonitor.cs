using RechargeMonitor.Wall.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedMonitor))]

namespace RechargeMonitor.Wall.Tests.Support;

/// <summary>A monitor for the tests that change nothing in it, started by the first of them.</summary>
public sealed class SharedMonitor : IAsyncDisposable
{
    private readonly Lazy<Task<ServedMonitor>> monitor = new(() => ServedMonitor.StartAsync());

    internal Task<ServedMonitor> GetAsync() => monitor.Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (monitor.IsValueCreated)
            await (await monitor.Value).DisposeAsync();
    }
}
