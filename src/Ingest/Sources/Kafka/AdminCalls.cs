using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// Calls of Confluent.Kafka's admin client, which ends for good, and leaves its caller waiting, when it cannot read an answer:
/// one that names a partition without replicas in sync is enough, as brokers give it while they start. Whoever got no answer
/// goes on with a new client.
/// </summary>
/// <remarks>
/// Each caller has calls of its own and makes one at a time: what is asked of a client that has ended ends the process. So
/// does disposing it, hence a client that did not answer is let go as it is.
/// </remarks>
/// <param name="connect">Makes a client.</param>
/// <param name="time">The clock.</param>
internal sealed class AdminCalls(Func<IAdminClient> connect, TimeProvider time) : IDisposable
{
    /// <summary>How long brokers have for an answer.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer is waited for. librdkafka gives up first, and says so, if its client lives.</summary>
    internal static readonly TimeSpan Patience = RequestTimeout + TimeSpan.FromSeconds(2);

    private IAdminClient? client;

    /// <summary>Asks once.</summary>
    /// <exception cref="KafkaException">What the brokers or librdkafka say; <see cref="ErrorCode.Local_BadMsg"/> where no answer came.</exception>
    public async Task<T> AskAsync<T>(Func<IAdminClient, Task<T>> ask)
    {
        client ??= connect();
        try
        {
            return await ask(client).WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            client = null;
            throw new KafkaException(new Error(ErrorCode.Local_BadMsg, "the brokers' answers about the topic cannot be read; one of its partitions may have no replica in sync"));
        }
    }

    public void Dispose() => client?.Dispose();
}
