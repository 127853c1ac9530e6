using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>A process that feeds some partitions, one step at a time; whoever forgets it has let it crash.</summary>
internal sealed class SimulatedFeeder
{
    private const int Patience = 4;

    private readonly SimulatedCluster cluster;
    private readonly Variant variant;
    private readonly Feeder feeder;
    private readonly long low;
    private readonly IReadOnlyList<SimulatedPartition> partitions;
    private readonly HashSet<string> failed = [];
    private readonly Queue<SealedRange> toCommit = [];
    private readonly Queue<(string Partition, TargetId Target, long End, int Tries)> toConfirm = [];

    public SimulatedFeeder(SimulatedCluster cluster, Variant variant, IReadOnlyList<SimulatedPartition> partitions, int shards, int eventBytes, long low = 0)
    {
        (this.cluster, this.variant, this.partitions) = (cluster, variant, partitions);
        this.low = low;
        feeder = new Feeder(shards, eventBytes);
        foreach (var partition in partitions)
            Open(partition.Name);
    }

    /// <summary>Whether a checkpoint is under way.</summary>
    public bool IsCheckpointing => toCommit.Count > 0 || failed.Count > 0;

    public bool IsDone => !IsCheckpointing && partitions.All(partition => cluster.Committed(partition.Name) >= partition.End);

    /// <summary>Reads some lines of a partition and publishes the events that are full.</summary>
    public void Read(SimulatedPartition partition, int lines)
    {
        foreach (var line in partition.From(feeder.Position(partition.Name)).Take(lines))
            feeder.Take(partition.Name, line.Offset, line.Next, line.Bytes);
        cluster.Publish(feeder.TakeFullEvents());
    }

    public void ReadAny(Random random, int lines) => Read(partitions[random.Next(partitions.Count)], lines);

    public void ReadAll()
    {
        foreach (var partition in partitions)
            Read(partition, int.MaxValue);
    }

    /// <summary>Starts a checkpoint, or does its next step.</summary>
    public void Checkpoint()
    {
        if (!IsCheckpointing)
            Seal();
        else if (toConfirm.TryDequeue(out var question))
            Confirm(question.Partition, question.Target, question.End, question.Tries);
        else if (toCommit.TryDequeue(out var range))
            Commit(range);
        else
            Rewind();
    }

    private void Seal()
    {
        var (events, ranges) = feeder.Seal(DateTimeOffset.UnixEpoch);
        cluster.Publish(events);
        foreach (var range in ranges)
        {
            toCommit.Enqueue(range);
            foreach (var (target, end) in range.Ends.Where(_ => variant != Variant.CommitsUnconfirmed))
                toConfirm.Enqueue((range.Partition, target, end, 0));
        }
    }

    private void Confirm(string partition, TargetId target, long end, int tries)
    {
        if (failed.Contains(partition))
            return;
        try
        {
            if (cluster.Confirm(target, partition, end))
                return;
            if (tries < Patience)
                toConfirm.Enqueue((partition, target, end, tries + 1));
            else
                failed.Add(partition);
        }
        catch (SimulatedFault)
        {
            failed.Add(partition);
        }
    }

    private void Commit(SealedRange range)
    {
        if (failed.Contains(range.Partition))
            return;
        try
        {
            if (cluster.Commit(range) == range.To)
                feeder.Commit(range);
            else
                failed.Add(range.Partition);
        }
        catch (SimulatedFault)
        {
            failed.Add(range.Partition);
        }
    }

    private void Rewind()
    {
        foreach (var partition in failed)
            Open(partition);
        failed.Clear();
    }

    /// <summary>What is below the least offset is not there to read any more: the loss is accepted.</summary>
    private void Open(string partition)
    {
        var committed = cluster.Committed(partition);
        feeder.Open(partition, committed);
        if (committed < low)
            feeder.Skip(partition, low);
    }
}
