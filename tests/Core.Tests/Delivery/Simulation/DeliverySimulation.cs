using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>
/// One schedule of everything that can go wrong between partitions and figures. The seed decides all of it; afterwards
/// things calm down, one feeder finishes the work, and what is stored must be what a plain count finds.
/// </summary>
internal sealed class DeliverySimulation
{
    private const int LongestCalm = 3_000;

    private readonly Random random;
    private readonly Variant variant;
    private readonly SimulatedCluster cluster;
    private readonly int shards;
    private readonly int eventBytes;
    private readonly List<SimulatedPartition> partitions;
    private readonly List<SimulatedFeeder> feeders = [];

    private DeliverySimulation(ulong seed, Variant variant)
    {
        random = new Random(unchecked((int)seed));
        this.variant = variant;
        cluster = new SimulatedCluster(random, variant);
        shards = 1 + random.Next(2);
        eventBytes = random.Next(4) switch { 0 => 1, 1 => 80, 2 => 300, _ => DeliveryLimits.EventBytes };
        partitions = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(number => new SimulatedPartition($"JsonData-{number}", 1 + random.Next(30), random))];
    }

    /// <summary>Runs a schedule. Returns what is wrong at its end, or nothing.</summary>
    public static string? Run(ulong seed, Variant variant)
    {
        var simulation = new DeliverySimulation(seed, variant);
        simulation.Storm(40 + simulation.random.Next(200));
        return simulation.CalmDown() ? simulation.Difference() : "the work is never done";
    }

    private void Storm(int steps)
    {
        cluster.Store.FaultEvery = random.Next(3) switch { 0 => 0, 1 => 20, _ => 5 };
        for (var step = 0; step < steps; step++)
        {
            if (feeders.Count == 0 || random.Next(60) == 0)
                StartFeeder();
            var feeder = feeders[random.Next(feeders.Count)];
            switch (random.Next(20))
            {
                case < 5:
                    feeder.ReadAny(random, 1 + random.Next(5));
                    break;
                case < 12:
                    feeder.Checkpoint();
                    break;
                case < 19:
                    cluster.Deliver();
                    break;
                default:
                    Crash(feeder);
                    break;
            }
        }
    }

    /// <summary>Feeders share partitions, as they do for a while in a rebalance, or when one wakes up late.</summary>
    private void StartFeeder()
    {
        var some = partitions.Where(_ => random.Next(3) > 0).ToList();
        feeders.Add(new SimulatedFeeder(cluster, variant, some.Count > 0 ? some : partitions, shards, eventBytes));
    }

    private void Crash(SimulatedFeeder feeder)
    {
        if (random.Next(2) == 0)
            feeders.Remove(feeder);
        else
            cluster.Crash();
    }

    private bool CalmDown()
    {
        cluster.CalmDown();
        var last = new SimulatedFeeder(cluster, variant, partitions, shards, eventBytes);
        for (var round = 0; round < LongestCalm && !last.IsDone; round++)
        {
            last.ReadAll();
            cluster.DeliverAll();
            last.Checkpoint();
        }

        var isDone = last.IsDone;
        cluster.Repeat();
        cluster.StoreAll();
        return isDone;
    }

    private string? Difference()
    {
        var all = new Recounted();
        foreach (var partition in partitions)
        {
            var plain = new Recounted();
            var rejected = partition.From(0).Where(line => plain.Add(line.Bytes) == LineOutcome.Rejected).Select(line => line.Offset).ToList();
            all.Merge(plain);
            var ledger = SourceLedger.Decode(cluster.Store.Rows[PartitionKeys.Source(partition.Name)].Form);
            if (ledger.Committed != partition.End || !Bytes(ledger.Counts.WriteTo).SequenceEqual(Bytes(plain.Counts.WriteTo)))
                return $"{partition.Name} is committed to {ledger.Committed} of {partition.End} with {ledger.Counts.Lines} lines of {plain.Counts.Lines}";
            var kept = cluster.Store.Rows.TryGetValue(PartitionKeys.Rejects(partition.Name), out var row) ? RejectedLines.Decode(row.Form).Lines.Select(line => line.Offset) : [];
            if (!kept.SequenceEqual(rejected))
                return $"{partition.Name} keeps rejected lines {string.Join(' ', kept)} instead of {string.Join(' ', rejected)}";
        }

        return FigureDifference(all);
    }

    private string? FigureDifference(Recounted plain)
    {
        var stored = StoredFigures();
        if (!stored.Keys.SequenceEqual(plain.Days.Keys))
            return $"figures of {stored.Count} days instead of {plain.Days.Count}";
        foreach (var (day, expected) in plain.Days)
        {
            var found = stored[day];
            if (!Bytes(found.National.WriteTo).SequenceEqual(Bytes(expected.National.WriteTo)))
                return $"{day:O} has {found.National.Orders.Total} orders instead of {expected.National.Orders.Total}, or other nationwide figures";
            if (!Bytes(found.Provinces.WriteTo).SequenceEqual(Bytes(expected.Provinces.WriteTo)))
                return $"{day:O} has other figures by province";
            for (var minute = 0; minute < DayTally.Minutes; minute++)
            {
                if (!Bytes((found.Minute(minute) ?? new()).WriteTo).SequenceEqual(Bytes((expected.Minute(minute) ?? new()).WriteTo)))
                    return $"{day:O} has other figures of minute {minute}";
            }
        }

        return null;
    }

    /// <summary>What readers see: the stored targets, their shards merged.</summary>
    private SortedDictionary<DateOnly, DayTally> StoredFigures()
    {
        var days = new SortedDictionary<DateOnly, DayTally>();
        foreach (var (key, row) in cluster.Store.Rows)
        {
            if (!TargetId.TryParse(key, out var id))
                continue;
            if (!days.TryGetValue(id.Day, out var day))
                days.Add(id.Day, day = new DayTally(id.Day));
            switch (id.Kind)
            {
                case TargetKind.National:
                    day.National.Merge(new Target<NationalTally>(id, row.Form).Tally);
                    break;
                case TargetKind.Province:
                    day.Provinces.Merge(new Target<ProvincesTally>(id, row.Form).Tally);
                    break;
                default:
                    day.AtMinute(id.Number).Merge(new Target<MinuteTally>(id, row.Form).Tally);
                    break;
            }
        }

        return days;
    }

    private static byte[] Bytes(Action<FormWriter> write)
    {
        var writer = new FormWriter();
        write(writer);
        return writer.ToArray();
    }
}
