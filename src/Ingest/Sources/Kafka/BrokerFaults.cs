using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Says what is wrong with the brokers in one line, and not again before a minute is over unless it is something else.</summary>
internal sealed class BrokerFaults(KafkaOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private string? current;
    private string lastTransport = "";
    private ErrorCode said;
    private long saidAt;
    private long heardAt;

    /// <summary>What is wrong now, or nothing.</summary>
    public string? Current
    {
        get
        {
            lock (gate)
                return current;
        }
    }

    public void Report(Error error) => Report(error.Code, Describe(error));

    public void Report(ErrorCode code, string reason)
    {
        lock (gate)
        {
            // A broker that cannot be reached is one among several until all of them are down.
            if (code == ErrorCode.Local_Transport)
            {
                lastTransport = reason;
                return;
            }

            // That no broker answers says less than why, as long as that is still heard.
            if (code == ErrorCode.Local_AllBrokersDown && IsReason(said) && current is not null && time.GetElapsedTime(heardAt) < Interval)
                return;

            // That nothing was answered in time says less than what is known.
            if (code == ErrorCode.Local_TimedOut && current is not null)
                return;
            if (code == ErrorCode.Local_AllBrokersDown && lastTransport.Length > 0)
                reason = $"{reason} ({lastTransport})";
            var isSame = current is not null && code == said && time.GetElapsedTime(saidAt) < Interval;
            (current, said, heardAt) = (reason, code, time.GetTimestamp());
            if (isSame)
                return;
            saidAt = heardAt;
        }

        logger.BrokerFault(options.BootstrapServers, reason);
    }

    /// <summary>The brokers answer, to a member of the group.</summary>
    public void Clear() => ClearUnless(_ => false);

    /// <summary>The brokers answer for the topic, which says nothing of the group.</summary>
    public void ClearOfTopic() => ClearUnless(IsOfGroup);

    private void ClearUnless(Func<ErrorCode, bool> stands)
    {
        lock (gate)
        {
            if (current is null || stands(said))
                return;
            current = null;
        }

        logger.BrokerAnswers(options.BootstrapServers);
    }

    private static bool IsOfGroup(ErrorCode code) => code is ErrorCode.GroupAuthorizationFailed or ErrorCode.GroupMaxSizeReached
        or ErrorCode.InvalidGroupId or ErrorCode.InvalidSessionTimeout or ErrorCode.InconsistentGroupProtocol;

    private static bool IsReason(ErrorCode code) =>
        code is ErrorCode.Local_Resolve or ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl;

    private string Describe(Error error) => error.Code switch
    {
        ErrorCode.Local_AllBrokersDown => "no broker answers",
        ErrorCode.Local_Resolve => $"a name of {KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)} cannot be resolved",
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed =>
            $"the login is refused ({error.Reason}): mend {KafkaOptions.Section}:Properties:sasl.* and {nameof(KafkaOptions.SaslPasswordFile)}",
        ErrorCode.Local_Ssl => $"no TLS connection ({error.Reason}): mend {KafkaOptions.Section}:Properties:security.protocol and ssl.*",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.UnknownTopicId => $"topic {options.Topic} does not exist: make it, or mend {KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}",
        ErrorCode.TopicAuthorizationFailed => $"reading topic {options.Topic} is not allowed: give this user the right to read and describe it",
        ErrorCode.GroupAuthorizationFailed => $"group {options.Group} is not allowed: give this user the right to read it",
        _ => error.Reason,
    };
}
