namespace RechargeMonitor.Silo.Streams;

/// <summary>Says that a queue was written to. Many may set it, one waits for it.</summary>
internal sealed class QueueSignal
{
    private volatile TaskCompletionSource written = New();

    /// <summary>The queue was written to.</summary>
    public void Set() => written.TrySetResult();

    /// <summary>Whoever waits next waits for what is written from now on.</summary>
    public void Reset()
    {
        if (written.Task.IsCompleted)
            written = New();
    }

    /// <summary>Waits until it is set. Returns whether it is: otherwise the wait took too long or was cancelled.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        var set = written.Task;
        await set.WaitAsync(longest, time, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return set.IsCompleted;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
