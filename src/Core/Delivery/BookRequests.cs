namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Asks for the books of partitions, each until it is answered, while its caller goes on with the others. One thread at a
/// time calls it.
/// </summary>
/// <typeparam name="TBooks">What is answered.</typeparam>
/// <param name="nextLoss">Gives what is cancelled when the next silo has gone.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">When it is cancelled, nothing is asked for any more.</param>
public sealed class BookRequests<TBooks>(Func<CancellationToken> nextLoss, TimeProvider time, CancellationToken stop)
{
    private readonly Dictionary<string, (Task<TBooks> Answer, CancellationTokenSource Cancel)> requests = new(StringComparer.Ordinal);

    /// <summary>Ends when the first of the requests is answered; nothing when there are none.</summary>
    public Task? Next => requests.Count == 0 ? null : Task.WhenAny(requests.Values.Select(request => request.Answer));

    /// <summary>Asks for a partition's books, after a delay; an earlier request for it ends.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="delay">How long to wait first.</param>
    /// <param name="ask">Asks once. Throws where no answer comes, or where the partition cannot be opened.</param>
    /// <param name="failed">Is told why an asking failed.</param>
    public void Ask(string partition, TimeSpan delay, Func<Task<TBooks>> ask, Action<Exception> failed)
    {
        Forget(partition);
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(stop);
        requests[partition] = (AnswerAsync(delay, ask, failed, cancel.Token), cancel);
    }

    /// <summary>Ends the request for a partition, if there is one: nobody is called or told of a failure for it any more.</summary>
    public void Forget(string partition)
    {
        if (!requests.Remove(partition, out var request))
            return;
        request.Cancel.Cancel();
        request.Cancel.Dispose();
    }

    /// <summary>Takes what was answered since the last call.</summary>
    public IReadOnlyList<TBooks> TakeAnswered()
    {
        if (requests.Count == 0)
            return [];
        var answered = requests.Where(request => request.Value.Answer.IsCompletedSuccessfully).ToArray();
        foreach (var (partition, _) in answered)
            Forget(partition);
        return [.. answered.Select(pair => pair.Value.Answer.Result)];
    }

    private async Task<TBooks> AnswerAsync(TimeSpan delay, Func<Task<TBooks>> ask, Action<Exception> failed, CancellationToken cancel)
    {
        for (var failures = 1; ; failures++)
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, time, cancel);
            cancel.ThrowIfCancellationRequested();
            var loss = nextLoss();
            try
            {
                return await ask().WaitAsync(loss);
            }
            catch (OperationCanceledException) when (loss.IsCancellationRequested)
            {
                // The silo that was asked may be the one that has gone: another has the books now.
                delay = Backoff.After(1);
                continue;
            }
            catch (Exception exception) when (!cancel.IsCancellationRequested)
            {
                failed(exception);
            }

            delay = Backoff.After(failures);
        }
    }
}
