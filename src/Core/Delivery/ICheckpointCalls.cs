namespace RechargeMonitor.Core.Delivery;

/// <summary>Whom a checkpoint asks. Each call throws where no answer comes, or where what was asked for could not be done.</summary>
public interface ICheckpointCalls
{
    /// <summary>Asks a target to make durable what it has counted: <see cref="StoredTarget{TTally}.ConfirmAsync"/>.</summary>
    /// <param name="target">The target.</param>
    /// <param name="ends">The offset of each partition below which everything must be counted.</param>
    Task<TargetConfirmation> ConfirmAsync(TargetId target, PartitionOffset[] ends);

    /// <summary>Has a range committed to the books of its partition: <see cref="PartitionBooks.CommitAsync"/>.</summary>
    /// <returns>Where the books stand.</returns>
    Task<long> CommitAsync(SealedRange range);
}
