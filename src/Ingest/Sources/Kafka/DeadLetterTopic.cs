using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Feeding;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// Sends rejected lines, masked, to a topic, with the headers <c>source</c>, <c>offset</c> and <c>reason</c>. A line may
/// come more than once; one that the topic does not take in time is dropped there, not in the figures.
/// </summary>
public sealed class DeadLetterTopic : IDeadLetters, IDisposable
{
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly KafkaOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly BrokerFaults faults;
    private readonly IProducer<Null, string> producer;
    private long? warnedAt;

    /// <param name="options">Valid ones that name a dead letter topic.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what the operator must know.</param>
    /// <exception cref="KafkaSourceException">librdkafka refuses the options.</exception>
    public DeadLetterTopic(KafkaOptions options, TimeProvider time, ILogger<DeadLetterTopic> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        faults = new BrokerFaults(options, time, logger);
        producer = KafkaSettings.Build(() => new ProducerBuilder<Null, string>(KafkaSettings.OfProducer(options))
            .SetErrorHandler((_, error) => faults.Report(error))
            .SetLogHandler((_, message) => logger.Chatter(message.Facility, message.Message))
            .Build());
    }

    /// <inheritdoc/>
    public async Task<int> SendAsync(string source, IReadOnlyList<RejectedLine> lines)
    {
        var sent = new Task<string?>[lines.Count];
        for (var index = 0; index < lines.Count; index++)
            sent[index] = SendAsync(source, lines[index]);
        var failures = (await Task.WhenAll(sent)).Where(failure => failure is not null).ToArray();
        if (failures.Length == 0)
        {
            faults.Clear();
        }
        else if (warnedAt is not { } last || time.GetElapsedTime(last) >= WarningInterval)
        {
            warnedAt = time.GetTimestamp();
            logger.DeadLettersDropped(failures.Length, source, options.DeadLetterTopic, failures[0]!);
        }

        return failures.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        producer.Flush(options.DeadLetterTimeout);
        producer.Dispose();
    }

    /// <summary>Returns why the line was not taken, or nothing.</summary>
    private async Task<string?> SendAsync(string source, RejectedLine line)
    {
        var message = new Message<Null, string>
        {
            Value = line.Text,
            Timestamp = new Timestamp(line.At),
            Headers =
            [
                new Header("source", Encoding.UTF8.GetBytes(source)),
                new Header("offset", Encoding.UTF8.GetBytes(line.Offset.ToString(CultureInfo.InvariantCulture))),
                new Header("reason", Encoding.UTF8.GetBytes(line.Reason.ToString())),
            ],
        };
        try
        {
            await producer.ProduceAsync(options.DeadLetterTopic, message);
            return null;
        }
        catch (KafkaException exception)
        {
            return exception.Error.Reason;
        }
    }
}
