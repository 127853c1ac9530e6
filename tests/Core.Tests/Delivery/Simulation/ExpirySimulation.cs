using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>
/// One schedule in which a partition loses its first messages at any moment, and feeders that accept that skip them, while
/// others still have them under way. What is not lost must be counted once; what is lost, at most once.
/// </summary>
internal sealed class ExpirySimulation
{
    private const int LongestCalm = 3_000;
    private const int LostDay = 12;

    private readonly Random random;
    private readonly SimulatedCluster cluster;
    private readonly SimulatedPartition partition;
    private readonly long low;
    private readonly List<SimulatedFeeder> feeders = [];
    private readonly int eventBytes;
    private bool isExpired;

    private ExpirySimulation(ulong seed)
    {
        random = new Random(unchecked((int)seed));
        cluster = new SimulatedCluster(random, Variant.Sound);
        var lost = 1 + random.Next(20);
        partition = SimulatedPartition.OfTwoDays("JsonData-0", lost, 1 + random.Next(20), random);
        low = partition.OffsetOf(lost);
        eventBytes = random.Next(3) switch { 0 => 1, 1 => 80, _ => DeliveryLimits.EventBytes };
    }

    /// <summary>Runs a schedule. Returns what is wrong at its end, or nothing.</summary>
    public static string? Run(ulong seed)
    {
        var simulation = new ExpirySimulation(seed);
        simulation.Storm(40 + simulation.random.Next(150));
        return simulation.CalmDown() ? simulation.Difference() : "the work is never done";
    }

    private void Storm(int steps)
    {
        cluster.Store.FaultEvery = random.Next(3) switch { 0 => 0, 1 => 20, _ => 5 };
        for (var step = 0; step < steps; step++)
        {
            isExpired |= random.Next(steps) == 0;
            if (feeders.Count == 0 || random.Next(40) == 0)
                feeders.Add(Start());
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
                    feeders.Remove(feeder);
                    cluster.Crash();
                    break;
            }
        }
    }

    /// <summary>A feeder that was started before the messages expired may have them in its memory still.</summary>
    private SimulatedFeeder Start() =>
        new(cluster, Variant.Sound, [partition], shards: 1, eventBytes, isExpired ? low : 0);

    private bool CalmDown()
    {
        isExpired = true;
        cluster.CalmDown();
        var last = Start();
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
        var (lost, kept) = (new Recounted(), new Recounted());
        foreach (var line in partition.From(0))
            (line.Offset < low ? lost : kept).Add(line.Bytes);
        var ledger = SourceLedger.Decode(cluster.Store.Rows[PartitionKeys.Source(partition.Name)].Form);
        if (ledger.Committed != partition.End || ledger.Counts.Lines < kept.Counts.Lines || ledger.Counts.Lines > kept.Counts.Lines + lost.Counts.Lines)
            return $"committed to {ledger.Committed} of {partition.End} with {ledger.Counts.Lines} lines of {kept.Counts.Lines} kept and {lost.Counts.Lines} lost ones";
        foreach (var (key, row) in cluster.Store.Rows)
        {
            if (!TargetId.TryParse(key, out var id) || id.Kind != TargetKind.National)
                continue;
            var found = new Target<NationalTally>(id, row.Form).Tally;
            var all = id.Day.Day == LostDay ? lost : kept;
            var most = all.Days[id.Day].National;
            if (id.Day.Day == LostDay ? found.Orders.Total > most.Orders.Total : !Bytes(found.WriteTo).SequenceEqual(Bytes(most.WriteTo)))
                return $"{key} has {found.Orders.Total} orders instead of {most.Orders.Total}";
        }

        return kept.Days.Keys.All(day => cluster.Store.Rows.ContainsKey(TargetId.National(day, 0).ToString())) ? null : "a day that is not lost is missing";
    }

    private static byte[] Bytes(Action<FormWriter> write)
    {
        var writer = new FormWriter();
        write(writer);
        return writer.ToArray();
    }
}
