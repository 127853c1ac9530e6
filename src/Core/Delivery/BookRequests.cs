using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// Asks for the books of partitions, each until it is answered, while the pump goes on with the others. The pump is the
/// only caller.
/// </summary>
internal sealed partial class BookRequests(IGrainFactory grains, SiloChanges silos, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Task<OpeningAnswer>> requests = new(StringComparer.Ordinal);

    /// <summary>Ends when the first of the requests is answered; nothing when there are none.</summary>
    public Task? Next => requests.Count == 0 ? null : Task.WhenAny(requests.Values);

    /// <summary>Asks for a partition's books, after a delay; an earlier request for it is forgotten.</summary>
    /// <param name="descriptor">The partition.</param>
    /// <param name="isRewind">Whether it is open already.</param>
    /// <param name="delay">How long to wait first.</param>
    public void Ask(PartitionDescriptor descriptor, bool isRewind, TimeSpan delay) =>
        requests[descriptor.Partition] = AnswerAsync(descriptor, isRewind, delay);

    /// <summary>Drops the request for a partition, if there is one.</summary>
    public void Forget(string partition) => requests.Remove(partition);

    /// <summary>Takes what was answered since the last call.</summary>
    public IReadOnlyList<OpeningAnswer> TakeAnswered()
    {
        if (requests.Count == 0)
            return [];
        var answered = requests.Where(request => request.Value.IsCompletedSuccessfully).ToArray();
        foreach (var (partition, _) in answered)
            requests.Remove(partition);
        return [.. answered.Select(pair => pair.Value.Result)];
    }

    /// <summary>How long to wait before something that failed so many times in a row is tried again.</summary>
    public static TimeSpan Backoff(int failures)
    {
        var backoff = FirstBackoff * Math.Pow(2, Math.Min(failures - 1, 5));
        return backoff < LongestBackoff ? backoff : LongestBackoff;
    }

    private async Task<OpeningAnswer> AnswerAsync(PartitionDescriptor descriptor, bool isRewind, TimeSpan delay)
    {
        var grain = grains.GetGrain<ISourceGrain>(PartitionKeys.Source(descriptor.Partition));
        for (var failures = 1; ; failures++)
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, time, stop);
            stop.ThrowIfCancellationRequested();
            var loss = silos.NextLoss;
            try
            {
                var description = new SourceDescription(descriptor.Source, descriptor.Location, descriptor.Fingerprint);
                var books = await grain.OpenAsync(description).WaitAsync(loss);
                var stored = descriptor with { Location = books.Description.Location, Fingerprint = books.Description.Fingerprint };
                return new OpeningAnswer(descriptor, new KnownPartition(stored, books.Committed), isRewind);
            }
            catch (OperationCanceledException) when (loss.IsCancellationRequested)
            {
                // The silo that was asked may be the one that has gone: another has the books now.
                delay = FirstBackoff;
                continue;
            }
            catch (Exception exception)
            {
                LogNotOpened(logger, descriptor.Source, exception.Message);
            }

            delay = Backoff(failures);
        }
    }

    [LoggerMessage(3004, LogLevel.Warning, "{Source} cannot be opened yet: {Reason}")]
    private static partial void LogNotOpened(ILogger logger, string source, string reason);
}

/// <summary>A partition and its books.</summary>
/// <param name="Descriptor">As the source describes it now.</param>
/// <param name="Books">As it is stored.</param>
/// <param name="IsRewind">Whether it was open before.</param>
internal sealed record OpeningAnswer(PartitionDescriptor Descriptor, KnownPartition Books, bool IsRewind);
