using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Feeding;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>
/// Sends rejected lines, masked, to a topic, with the headers <c>source</c>, <c>offset</c> and <c>reason</c>. A line may
/// come more than once; one that the topic does not take in time is dropped there, not in the figures. Until the topic takes
/// lines again, some at a time try it and nobody waits for them; what comes meanwhile is dropped at once.
/// </summary>
public sealed class DeadLetterTopic : IDeadLetters, IDisposable
{
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly KafkaOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly BrokerFaults faults;
    private readonly IProducer<Null, string> producer;
    private readonly Lock gate = new();
    private Task trial = Task.CompletedTask;
    private bool isAway;
    private int droppedByTrials;
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
        int dropped;
        Task<int>? sending = null;
        lock (gate)
        {
            (dropped, droppedByTrials) = (droppedByTrials, 0);
            if (!isAway)
                sending = SendAllAsync(source, lines);
            else if (trial.IsCompleted)
                trial = TryAsync(source, lines);
            else
                dropped += lines.Count;
        }

        return sending is null ? dropped : dropped + await sending;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        producer.Flush(options.DeadLetterTimeout);
        producer.Dispose();
    }

    private async Task TryAsync(string source, IReadOnlyList<RejectedLine> lines)
    {
        var dropped = await SendAllAsync(source, lines);
        lock (gate)
            droppedByTrials += dropped;
    }

    /// <summary>Returns how many lines were not taken.</summary>
    private async Task<int> SendAllAsync(string source, IReadOnlyList<RejectedLine> lines)
    {
        var sent = new Task<Error?>[lines.Count];
        for (var index = 0; index < lines.Count; index++)
            sent[index] = SendAsync(source, lines[index]);
        var failures = (await Task.WhenAll(sent)).OfType<Error>().ToArray();
        lock (gate)
        {
            isAway = failures.Any(failure => failure.Code == ErrorCode.Local_MsgTimedOut);
            if (failures.Length > 0 && (warnedAt is not { } last || time.GetElapsedTime(last) >= WarningInterval))
            {
                warnedAt = time.GetTimestamp();
                logger.DeadLettersDropped(failures.Length, source, options.DeadLetterTopic, failures[0].Reason);
            }
        }

        if (failures.Length == 0)
            faults.Clear();
        return failures.Length;
    }

    /// <summary>Returns why the line was not taken, or nothing.</summary>
    private async Task<Error?> SendAsync(string source, RejectedLine line)
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
            return exception.Error;
        }
    }
}
