using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Looks at the logs of partitions: those that wait for it at once and every second, all of them every metadata refresh.</summary>
internal sealed class TopicInspector : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly KafkaOptions options;
    private readonly KafkaAssignment assignment;
    private readonly BrokerFaults faults;
    private readonly TimeProvider time;
    private readonly AdminCalls admin;
    private readonly TopicIdentity identity;
    private readonly SemaphoreSlim wake = new(0);

    public TopicInspector(KafkaOptions options, KafkaAssignment assignment, BrokerFaults faults, TimeProvider time, AdminCalls admin, TopicIdentity identity)
    {
        (this.options, this.assignment, this.faults, this.time) = (options, assignment, faults, time);
        (this.admin, this.identity) = (admin, identity);
        assignment.WakeInspector = Wake;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var lookedAtAll = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            await WaitAsync(stop);
            var all = time.GetElapsedTime(lookedAtAll) >= options.MetadataRefresh;
            if (all)
                lookedAtAll = time.GetTimestamp();
            if (stop.IsCancellationRequested)
                return;
            if (assignment.ToInspect(all) is { Count: > 0 } partitions)
                await InspectAsync(partitions);
            else if (faults.Current is not null && assignment.ToInspect(all: true).Count == 0)
                await AskAsync();
        }
    }

    public void Dispose() => wake.Dispose();

    private void Wake()
    {
        if (wake.CurrentCount == 0)
            wake.Release();
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(wake.WaitAsync(either.Token), Task.Delay(Interval, time, either.Token));
        await either.CancelAsync();
    }

    /// <summary>A member without partitions hears of the brokers only what is wrong with them: it asks whether that is so still.</summary>
    private async Task AskAsync()
    {
        if (await identity.FindAsync() is not null)
            faults.ClearOfTopic();
    }

    private async Task InspectAsync(IReadOnlyList<KafkaPartition> partitions)
    {
        try
        {
            if (await identity.FindAsync() is not { } id)
                return;
            var low = await OffsetsAsync(partitions, OffsetSpec.Earliest());
            var high = await OffsetsAsync(partitions, OffsetSpec.Latest());
            var begin = options.StartTime is { } start ? await OffsetsAsync(partitions, OffsetSpec.ForTimestamp(start.ToUnixTimeMilliseconds())) : null;
            faults.Clear();
            foreach (var partition in partitions)
            {
                if (low.TryGetValue(partition.Number, out var from) && high.TryGetValue(partition.Number, out var to))
                    assignment.Inspected(partition, new PartitionLog(id, from, to) { Begin = begin is null ? 0 : begin.GetValueOrDefault(partition.Number, to) });
            }
        }
        catch (KafkaException exception)
        {
            faults.Report(exception.Error);
        }
    }

    private async Task<Dictionary<int, long>> OffsetsAsync(IReadOnlyList<KafkaPartition> partitions, OffsetSpec which)
    {
        var asked = partitions.Select(partition => new TopicPartitionOffsetSpec
        {
            TopicPartition = new TopicPartition(options.Topic, partition.Number),
            OffsetSpec = which,
        });
        List<ListOffsetsResultInfo> infos;
        try
        {
            infos = (await admin.AskAsync(client => client.ListOffsetsAsync(asked, new ListOffsetsOptions { RequestTimeout = AdminCalls.RequestTimeout }))).ResultInfos;
        }
        catch (ListOffsetsException exception)
        {
            // Of some partitions the leader is not known now: they are looked at again.
            infos = exception.Result.ResultInfos;
        }

        return infos
            .Where(info => !info.TopicPartitionOffsetError.Error.IsError && info.TopicPartitionOffsetError.Offset >= 0)
            .ToDictionary(info => info.TopicPartitionOffsetError.Partition.Value, info => info.TopicPartitionOffsetError.Offset.Value);
    }
}
