using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Oracle;
using LineOutcome = RechargeMonitor.Oracle.LineOutcome;
using Services = RechargeMonitor.Core.Lines.Services;

namespace RechargeMonitor.Simulation;

/// <summary>
/// Holds what is stored against the plain count of the lines by the judge, which shares no code with the product: the books
/// and rejected lines of each partition, and every figure of every day as readers are answered it.
/// </summary>
internal sealed class Auditor
{
    private readonly SimulatedWorld world;
    private readonly Setting setting;
    private readonly Recount plain = new();

    private Dictionary<string, byte[]> Stored => world.Store.Rows.ToDictionary(row => row.Key, row => row.Value.Form, StringComparer.Ordinal);

    public Auditor(SimulatedWorld world, Setting setting)
    {
        (this.world, this.setting) = (world, setting);
        foreach (var partition in setting.Partitions)
        {
            var source = plain.AddTopic(partition.Name);
            foreach (var line in partition.Lines.Where(line => line.Offset >= partition.LostBelow))
                plain.AddMessage(source, line.Line.Reading);
        }
    }

    /// <summary>The first thing that is wrong, or nothing.</summary>
    public string? Difference() => setting.Partitions.Select(BooksDifference).FirstOrDefault(difference => difference is not null)
        ?? FiguresDifference() ?? PublishedDifference();

    private string? BooksDifference(SimulatedPartition partition)
    {
        var expected = plain.Sources.Single(source => source.Source == partition.Name);
        var ledger = SourceLedger.Decode(world.Store.Rows[PartitionKeys.Source(partition.Name)].Form);
        var lost = partition.Lines.Count(line => line.Offset < partition.LostBelow);
        if (ledger.Committed != partition.End)
            return $"{partition.Name} is committed to {ledger.Committed} of {partition.End}";
        var found = ledger.Counts;
        var isExact = (found.Counted, found.Other, found.Rejected, found.Blank) == (expected.Counted, expected.Other, expected.Rejected, expected.Blank);
        if (lost == 0 ? !isExact : found.Lines < expected.Lines || found.Lines > expected.Lines + lost)
            return $"{partition.Name} has counted, other, rejected, blank {found.Counted} {found.Other} {found.Rejected} {found.Blank} instead of {expected.Counted} {expected.Other} {expected.Rejected} {expected.Blank} with {lost} that may be lost";
        var kept = world.Store.Rows.TryGetValue(PartitionKeys.Rejects(partition.Name), out var row) ? RejectedLines.Decode(row.Form).Lines.Select(line => line.Offset) : [];
        var rejected = partition.Lines.Where(line => line.Line.Reading.Outcome == LineOutcome.Rejected).Select(line => line.Offset);
        return kept.SequenceEqual(rejected) ? null : $"{partition.Name} keeps rejected lines {string.Join(' ', kept)} instead of {string.Join(' ', rejected)}";
    }

    private string? FiguresDifference()
    {
        var stored = new StoredFigures(Stored, setting.Partitions);
        foreach (var (day, figures) in plain.Days.Skip(setting.FullDays))
        {
            if (RetiredDifference(stored, day, figures) is { } difference)
                return difference;
        }

        // Of lost lines some may be counted, and none twice.
        if (setting.LosesMessages && stored.Take(LinePool.LostDay) is { } lostDay)
        {
            var most = setting.Partitions.Sum(partition => partition.Lines.Count(line => line.Offset < partition.LostBelow && line.Line.Reading.IsOrder));
            if (lostDay.National.Orders.Total > most)
                return $"{lostDay.National.Orders.Total} orders are counted of {most} that may be lost";
        }

        var differences = JsonComparer.Compare(plain.ToJson(setting.FullDays), stored.ToJson());
        return differences.FirstOrDefault(difference => !setting.LosesMessages || !difference.StartsWith("$.audit", StringComparison.Ordinal));
    }

    private static string? RetiredDifference(StoredFigures stored, string day, DayFigures expected)
    {
        if (stored.Take(day) is not { National.IsRetired: true } found)
            return $"{day} is not retired";
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
        {
            var (calls, all) = (found.National.Interface(service).Calls, expected.Interface(Services.Name(service)).Calls);
            if (calls != all)
                return $"{day}, which is retired, has {calls} calls of {Services.Name(service)} instead of {all}";
            if (found.CallsInMinutes(service) > 0)
                return $"{day}, which is retired, has minutes still";
        }

        return null;
    }

    /// <summary>
    /// What readers see in the end are the stored figures. A form may be an older one where only its offsets differ; lost
    /// lines may be stored of which no reader is told, because nobody asks for their targets any more.
    /// </summary>
    private string? PublishedDifference()
    {
        if (setting.LosesMessages || Stored.All(row => world.Published.Forms.TryGetValue(row.Key, out var form) && form.AsSpan().SequenceEqual(row.Value)))
            return null;
        var (stored, published) = (new StoredFigures(Stored, setting.Partitions), new StoredFigures(world.Published.Forms, setting.Partitions));
        return JsonComparer.Compare(stored.ToJson(), published.ToJson()).Select(difference => $"published: {difference}").FirstOrDefault();
    }
}
