namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// Lets filled blocks pass to the pump once the topic was found to be still the same after they were read. librdkafka goes
/// on at the same offset where a topic was deleted and made again under its name, and says nothing: what it reads there
/// must not be counted as the former topic's messages.
/// </summary>
internal sealed class IdentityGuard(KafkaAssignment assignment, BlockExchange blocks, TopicIdentity identity, TimeProvider time)
{
    /// <summary>Spares the brokers; it is the price in latency, and what fits into all blocks passes in this time.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            var filled = blocks.Filled;
            if (filled > 0 && await identity.FindAsync() is { } id)
            {
                assignment.Found(id);
                blocks.Release(filled);
            }
            else
            {
                await blocks.WaitFilledAsync(Interval, stop);
            }

            var rest = Interval - time.GetElapsedTime(started);
            if (rest > TimeSpan.Zero && filled > 0)
                await Task.Delay(rest, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
