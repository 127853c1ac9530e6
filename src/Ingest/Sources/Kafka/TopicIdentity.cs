using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Asks the brokers which topic has the name now.</summary>
internal sealed class TopicIdentity(KafkaOptions options, BrokerFaults faults, AdminCalls admin)
{
    /// <summary>The topic's id, or nothing where no topic has the name or no broker answers.</summary>
    public async Task<UInt128?> FindAsync()
    {
        try
        {
            var described = await admin.AskAsync(client => client.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([options.Topic]), new DescribeTopicsOptions { RequestTimeout = AdminCalls.RequestTimeout }));
            var id = described.TopicDescriptions[0].TopicId;
            return new UInt128((ulong)id.MostSignificantBits.Value, (ulong)id.LeastSignificantBits.Value);
        }
        catch (DescribeTopicsException exception) when (exception.Results.TopicDescriptions.Count > 0)
        {
            faults.Report(exception.Results.TopicDescriptions[0].Error);
        }
        catch (KafkaException exception)
        {
            faults.Report(exception.Error);
        }

        return null;
    }
}
