namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// The partitions that a source has announced and not withdrawn. The life of one: it is announced and its books are asked
/// for; it is open once they are answered for; it is held when it is to be rewound, and its books are asked for again. It
/// ends with its withdrawal, and so does whatever was asked for it: there is one request at a time, and no other answer.
/// </summary>
/// <param name="shell">Whom to ask for books.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">When it is cancelled, nobody is asked any more.</param>
internal sealed class PartitionLives(IFeedShell shell, TimeProvider time, CancellationToken stop)
{
    private readonly Dictionary<string, PartitionDescriptor> announced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Request> requests = new(StringComparer.Ordinal);

    /// <summary>Ends when the first of the requests is answered; nothing when there are none.</summary>
    public Task? NextAnswer => requests.Count == 0 ? null : Task.WhenAny(requests.Values.Select(request => request.Answer));

    /// <summary>One that was announced, as its source described it.</summary>
    public PartitionDescriptor this[string partition] => announced[partition];

    public void Announce(PartitionDescriptor partition)
    {
        announced[partition.Partition] = partition;
        Ask(partition, isRewind: false, TimeSpan.Zero);
    }

    public void Rewind(string partition, TimeSpan delay) => Ask(announced[partition], isRewind: true, delay);

    public void Withdraw(string partition)
    {
        announced.Remove(partition);
        End(partition);
    }

    /// <summary>Takes the books that were answered for since the last call: their partitions are open now.</summary>
    public IReadOnlyList<(KnownPartition Books, bool IsRewind)> TakeAnswered()
    {
        if (requests.Count == 0)
            return [];
        var answered = requests.Where(request => request.Value.Answer is { IsCompleted: true, Result: not null }).ToArray();
        foreach (var (partition, _) in answered)
            End(partition);
        return [.. answered.Select(request => (request.Value.Answer.Result!, request.Value.IsRewind))];
    }

    private void Ask(PartitionDescriptor partition, bool isRewind, TimeSpan delay)
    {
        End(partition.Partition);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        requests[partition.Partition] = new Request(AskAsync(partition, delay, cancel.Token), isRewind, cancel);
    }

    private void End(string partition)
    {
        if (!requests.Remove(partition, out var request))
            return;
        request.Cancel.Cancel();
        request.Cancel.Dispose();
    }

    /// <summary>Asks until there is an answer, or nobody wants it any more, which gives nothing.</summary>
    private async Task<KnownPartition?> AskAsync(PartitionDescriptor partition, TimeSpan delay, CancellationToken cancel)
    {
        for (var failures = 1; ; failures++)
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                return null;
            var loss = shell.NextLoss;
            try
            {
                return await shell.OpenAsync(partition).WaitAsync(loss);
            }
            catch (OperationCanceledException) when (loss.IsCancellationRequested)
            {
                // The silo that was asked may be the one that has gone: another has the books now.
                delay = Backoff.After(1);
                continue;
            }
            catch (Exception exception)
            {
                if (!cancel.IsCancellationRequested)
                    shell.CannotOpen(partition, exception);
            }

            delay = Backoff.After(failures);
        }
    }

    private sealed record Request(Task<KnownPartition?> Answer, bool IsRewind, CancellationTokenSource Cancel);
}
