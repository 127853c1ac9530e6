using RechargeMonitor.Core.Delivery;
namespace RechargeMonitor.Snapshots.Tests.Support;

/// <summary>A way from publishers to a reader.</summary>
public interface ISnapshotRig : IAsyncDisposable
{
    /// <summary>Those of two silos; in one process it is the same one twice.</summary>
    IReadOnlyList<ISnapshotPublisher> Publishers { get; }

    /// <summary>What readers see.</summary>
    FiguresView View { get; }
}

/// <summary>The figures in memory.</summary>
public sealed class MemoryRig : ISnapshotRig
{
    public FiguresView View { get; } = new(TimeProvider.System);

    public IReadOnlyList<ISnapshotPublisher> Publishers => [View, View];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
