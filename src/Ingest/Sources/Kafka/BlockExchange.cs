using System.Collections.Concurrent;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Passes blocks from the consumer's thread to the pump and back. There are a fixed number of them.</summary>
internal sealed class BlockExchange : IDisposable
{
    private const int Blocks = 32;

    private readonly ConcurrentQueue<LineBlock> filled = new();
    private readonly ConcurrentQueue<LineBlock> ready = new();
    private readonly ConcurrentQueue<LineBlock> free = new();
    private readonly SemaphoreSlim freed = new(Blocks);
    private readonly SemaphoreSlim came = new(0);
    private readonly Lock gate = new();
    private TaskCompletionSource readable = NewSignal();

    public BlockExchange()
    {
        for (var index = 0; index < Blocks; index++)
            free.Enqueue(new LineBlock());
    }

    /// <summary>Ends when there is a block to read.</summary>
    public Task Readable
    {
        get
        {
            lock (gate)
                return readable.Task;
        }
    }

    /// <summary>Takes an empty block, if there is one within the time.</summary>
    public LineBlock? TryRent(TimeSpan patience, CancellationToken stop)
    {
        try
        {
            return freed.Wait(patience, stop) && free.TryDequeue(out var block) ? block : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>How many filled blocks wait to be released.</summary>
    public int Filled => filled.Count;

    /// <summary>Gives a filled block to whoever releases it.</summary>
    public void Publish(LineBlock block)
    {
        filled.Enqueue(block);
        came.Release();
    }

    /// <summary>Ends when a block was filled since the last call, or after the time.</summary>
    public async Task WaitFilledAsync(TimeSpan patience, CancellationToken stop)
    {
        try
        {
            await came.WaitAsync(patience, stop);
        }
        catch (OperationCanceledException)
        {
            // Whoever waits looks at the token.
        }
    }

    /// <summary>Lets the pump have the blocks that were filled first.</summary>
    public void Release(int count)
    {
        for (; count > 0 && filled.TryDequeue(out var block); count--)
            ready.Enqueue(block);
        lock (gate)
            readable.TrySetResult();
    }

    /// <summary>Takes the block that is to be read next.</summary>
    public LineBlock? TryTake()
    {
        if (ready.TryDequeue(out var block))
            return block;
        lock (gate)
        {
            // A block may have come after the look and before the lock.
            if (ready.TryDequeue(out block))
                return block;
            if (readable.Task.IsCompleted)
                readable = NewSignal();
            return null;
        }
    }

    /// <summary>Gives a block back.</summary>
    public void Return(LineBlock block)
    {
        block.Clear();
        free.Enqueue(block);
        freed.Release();
    }

    public void Dispose()
    {
        freed.Dispose();
        came.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
