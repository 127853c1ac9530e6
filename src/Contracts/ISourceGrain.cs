namespace RechargeMonitor.Contracts;

/// <summary>Keeps the books of one partition: its committed offset, line counts, fingerprint and newest rejected lines. Its key is <c>s-</c> and the partition.</summary>
[Alias("RechargeMonitor.ISourceGrain")]
public interface ISourceGrain : IGrainWithStringKey
{
    /// <summary>Makes the partition known for good, if it is not, and answers its books as they are stored.</summary>
    [Alias("Open")]
    Task<SourceBooks> OpenAsync(SourceDescription description);

    /// <summary>
    /// Stores a commit if it starts at the committed offset. Answers the committed offset: another one than the commit's end
    /// means that it was not taken.
    /// </summary>
    [Alias("Commit")]
    Task<long> CommitAsync(CommitMessage commit);
}

/// <summary>A partition as its source describes it.</summary>
/// <param name="Source">What operators call it.</param>
/// <param name="Location">Where it was when its feeder found it.</param>
/// <param name="Fingerprint">What tells whether an offset belongs to it.</param>
[GenerateSerializer]
[Immutable]
[Alias("RechargeMonitor.SourceDescription")]
public sealed record SourceDescription(
    [property: Id(0)] string Source,
    [property: Id(1)] string Location,
    [property: Id(2)] byte[] Fingerprint);

/// <summary>The books of a partition, as far as the source needs them to tell whether they are still its own.</summary>
/// <param name="Committed">Everything below is counted for good.</param>
/// <param name="Description">The partition as it was when that was stored.</param>
[GenerateSerializer]
[Immutable]
[Alias("RechargeMonitor.SourceBooks")]
public sealed record SourceBooks([property: Id(0)] long Committed, [property: Id(1)] SourceDescription Description);

/// <summary>A range of a partition that is durable in all its targets.</summary>
/// <param name="From">The committed offset that it starts at.</param>
/// <param name="To">The offset to commit.</param>
/// <param name="Description">The partition as it is now.</param>
/// <param name="Counts">What became of its lines, in Core's form.</param>
/// <param name="Rejects">Its newest rejected lines, masked, in Core's form; empty when there are none.</param>
[GenerateSerializer]
[Immutable]
[Alias("RechargeMonitor.CommitMessage")]
public sealed record CommitMessage(
    [property: Id(0)] long From,
    [property: Id(1)] long To,
    [property: Id(2)] SourceDescription Description,
    [property: Id(3)] byte[] Counts,
    [property: Id(4)] byte[] Rejects);
