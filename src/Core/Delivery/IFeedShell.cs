namespace RechargeMonitor.Core.Delivery;

/// <summary>What a <see cref="FeedLoop"/> needs of the process that it runs in: the ways to targets and books, and somebody to tell.</summary>
public interface IFeedShell
{
    /// <summary>Is cancelled when the next silo is found to have gone. Any thread may read it.</summary>
    CancellationToken NextLoss { get; }

    /// <summary>Asks for the books of a partition: <see cref="PartitionBooks.OpenAsync"/>. Throws where no answer comes. Any thread may call it.</summary>
    Task<KnownPartition> OpenAsync(PartitionDescriptor partition);

    /// <summary>
    /// Publishes events, each target's in their order. One that is lost is no fault: its target does not confirm, and the
    /// loop sends it again.
    /// </summary>
    /// <param name="events">The events.</param>
    /// <param name="loss">Is cancelled when a silo has gone: nothing is waited for any more.</param>
    /// <returns>The targets of which an event is known not to have been published.</returns>
    Task<IReadOnlyCollection<TargetId>> PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken loss);

    /// <summary>A checkpoint begins; its last events are published next.</summary>
    /// <param name="partitions">Each partition that it has a range of, as it is where the range ends.</param>
    /// <returns>Whom it asks.</returns>
    ICheckpointCalls BeginCheckpoint(IReadOnlyDictionary<string, PartitionDescriptor> partitions);

    /// <summary>Runs a checkpoint beside the loop.</summary>
    Task RunAsync(CheckpointRound round, CancellationToken stop);

    /// <summary>A checkpoint has ended.</summary>
    void EndCheckpoint(CheckpointRound round, CheckpointOutcome outcome);

    /// <summary>A partition is started again from its books.</summary>
    void Rewind(PartitionDescriptor partition, string reason);

    /// <summary>The books of a partition could not be had; they are asked for again. Any thread may call it.</summary>
    void CannotOpen(PartitionDescriptor partition, Exception exception);
}
