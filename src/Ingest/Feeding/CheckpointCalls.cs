using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>The grains that a checkpoint asks, and where the rejected lines of its ranges go before they are committed.</summary>
/// <param name="grains">The grains.</param>
/// <param name="partitions">Each partition as it is where its range ends.</param>
/// <param name="deadLetters">Where rejected lines are sent as well, if anywhere.</param>
/// <param name="state">Where progress is noted.</param>
/// <param name="logger">The log.</param>
internal sealed partial class CheckpointCalls(
    IGrainFactory grains, IReadOnlyDictionary<string, PartitionDescriptor> partitions, IDeadLetters? deadLetters, FeedingState state, ILogger logger)
    : ICheckpointCalls
{
    /// <inheritdoc/>
    public async Task<TargetConfirmation> ConfirmAsync(TargetId target, PartitionOffset[] ends)
    {
        try
        {
            var answer = await TargetStreams.GrainOf(grains, target).ConfirmAsync(Array.ConvertAll(ends, end => new PartitionEnd(end.Partition, end.Offset)));
            return new TargetConfirmation(answer.IsDurable, answer.Missing, answer.Gaps);
        }
        catch (Exception exception)
        {
            LogRefused(logger, target, exception.GetBaseException().Message);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<long> CommitAsync(SealedRange range)
    {
        var description = Describe(partitions[range.Partition]);
        await SendDeadLettersAsync(range, description);
        return await grains.GetGrain<ISourceGrain>(PartitionKeys.Source(range.Partition)).CommitAsync(Message(range, description));
    }

    /// <summary>A partition as its books keep it.</summary>
    public static SourceDescription Describe(PartitionDescriptor partition) =>
        new(partition.Source, partition.Location, partition.Fingerprint);

    /// <summary>Of a range with more rejected lines than are kept, only the newest are there to send.</summary>
    private async Task SendDeadLettersAsync(SealedRange range, SourceDescription description)
    {
        if (deadLetters is null || range.Counts.Rejected == 0)
            return;
        var dropped = await deadLetters.SendAsync(description.Source, range.Rejects);
        state.DroppedDeadLetters(range.Counts.Rejected - range.Rejects.Count + dropped);
    }

    private static CommitMessage Message(SealedRange range, SourceDescription description)
    {
        var counts = new FormWriter();
        range.Counts.WriteTo(counts);
        var rejects = new RejectedLines();
        rejects.Add(range.Rejects);
        return new CommitMessage(
            range.From, range.To, description, counts.ToArray(), range.Rejects.Count == 0 ? [] : rejects.Encode());
    }

    [LoggerMessage(3002, LogLevel.Debug, "{Target} did not confirm: {Reason}")]
    private static partial void LogRefused(ILogger logger, TargetId target, string reason);
}
