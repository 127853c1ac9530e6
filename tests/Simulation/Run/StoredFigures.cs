using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Simulation;

/// <summary>What readers see: the stored targets by day, their shards merged, and the books.</summary>
internal sealed class StoredFigures
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly SortedDictionary<DateOnly, DayTally> days = [];
    private readonly List<SourceBooks> books = [];
    private readonly long[] retiredCalls = new long[Services.Count];

    /// <summary>Reads them from forms.</summary>
    /// <param name="forms">The keys and forms of targets and sources, stored or published.</param>
    /// <param name="partitions">Whose they are.</param>
    public StoredFigures(IReadOnlyDictionary<string, byte[]> forms, IReadOnlyList<SimulatedPartition> partitions)
    {
        foreach (var (key, form) in forms)
        {
            if (TargetId.TryParse(key, out var id))
                Merge(id, form);
        }

        // The judge's position is the number of messages; that offsets are right is looked at apart from that.
        books.AddRange(partitions.Select(partition => new SourceBooks(
            partition.Name, partition.Lines.Count, SourceLedger.Decode(forms[PartitionKeys.Source(partition.Name)]).Counts)));
    }

    /// <summary>Takes a day out of the figures, because it is looked at apart from the others.</summary>
    public DayTally? Take(string day)
    {
        if (!days.Remove(DateOnly.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture), out var tally))
            return null;
        for (var service = 0; service < Services.Count; service++)
            retiredCalls[service] += tally.National.Interface((Service)service).Calls;
        return tally;
    }

    /// <summary>The figures as <c>recount --format json</c> writes them.</summary>
    public byte[] ToJson()
    {
        var balanced = Enumerable.Range(0, Services.Count).All(service =>
            books.Sum(source => source.Counts.Of((Service)service)) == retiredCalls[service] + days.Values.Sum(day => day.CallsInMinutes((Service)service)));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
            new RecountReport(new AuditReport(books, balanced), [.. days.Values.Reverse()]).WriteTo(json);
        return stream.ToArray();
    }

    private void Merge(TargetId id, byte[] form)
    {
        if (!days.TryGetValue(id.Day, out var day))
            days.Add(id.Day, day = new DayTally(id.Day));
        switch (id.Kind)
        {
            case TargetKind.National:
                day.National.Merge(new Target<NationalTally>(id, form).Tally);
                break;
            case TargetKind.Province:
                day.Provinces.Merge(new Target<ProvincesTally>(id, form).Tally);
                break;
            default:
                day.AtMinute(id.Number).Merge(new Target<MinuteTally>(id, form).Tally);
                break;
        }
    }
}
