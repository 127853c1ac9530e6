using System.Text.Encodings.Web;
using System.Text.Json;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Core.Tests;

/// <summary>Figures of some lines, as a recount makes them: days, and what became of the lines.</summary>
internal sealed class Recounted
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NotificationParser parser = new();
    private readonly SortedDictionary<DateOnly, DayTally> days = [];

    public IReadOnlyDictionary<DateOnly, DayTally> Days => days;

    public LineCounts Counts { get; private set; } = new();

    /// <summary>The lines of a file, by the rules that files have: the mark at its start, the last line without an ending.</summary>
    public static List<byte[]> Cut(byte[] file)
    {
        var content = LineSplitter.TrimByteOrderMark(file);
        var lines = new List<byte[]>();
        var splitter = new LineSplitter(content);
        while (splitter.TryNext(out var line))
            lines.Add(line.ToArray());
        if (splitter.Consumed < content.Length)
            lines.Add(content[splitter.Consumed..].ToArray());
        return lines;
    }

    public LineOutcome Add(ReadOnlySpan<byte> line)
    {
        var outcome = parser.Parse(line, out var notification, out _);
        Counts.Add(outcome, notification.Service);
        if (outcome == LineOutcome.Counted)
            At(notification.Day).Add(notification);
        return outcome;
    }

    public void Merge(Recounted from)
    {
        Counts.Merge(from.Counts);
        foreach (var (day, tally) in from.days)
            At(day).Merge(tally);
    }

    /// <summary>The same figures after all of them were written and read again.</summary>
    public Recounted Reread()
    {
        var reread = new Recounted { Counts = Reread(Counts.WriteTo, LineCounts.ReadFrom) };
        foreach (var (day, tally) in days)
        {
            var copy = reread.At(day);
            copy.National.Merge(Reread(tally.National.WriteTo, (ref FormReader reader) => NationalTally.ReadFrom(ref reader, byte.MaxValue)));
            copy.Provinces.Merge(Reread(tally.Provinces.WriteTo, (ref FormReader reader) => ProvincesTally.ReadFrom(ref reader, byte.MaxValue)));
            for (var minute = 0; minute < DayTally.Minutes; minute++)
            {
                if (tally.Minute(minute) is { } figures)
                    copy.AtMinute(minute).Merge(Reread(figures.WriteTo, (ref FormReader reader) => MinuteTally.ReadFrom(ref reader, byte.MaxValue)));
            }
        }

        return reread;
    }

    /// <summary>The JSON of a recount of one file.</summary>
    public byte[] ToJson(string source, long position)
    {
        var balanced = Enumerable.Range(0, Services.Count).All(service =>
            Counts.Of((Service)service) == days.Values.Sum(day => day.CallsInMinutes((Service)service)));
        var report = new RecountReport(new AuditReport([new SourceBooks(source, position, Counts)], balanced), [.. days.Values.Reverse()]);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
            report.WriteTo(json);
        return stream.ToArray();
    }

    private static T Reread<T>(Action<FormWriter> write, FormReader.Read<T> read)
    {
        var writer = new FormWriter();
        write(writer);
        var reader = new FormReader(writer.Written);
        var value = read(ref reader);
        return reader.AtEnd ? value : throw new InvalidOperationException($"a {typeof(T).Name} leaves bytes of its form unread");
    }

    private DayTally At(DateOnly day)
    {
        if (!days.TryGetValue(day, out var tally))
            days.Add(day, tally = new DayTally(day));
        return tally;
    }
}
