using System.Text.Encodings.Web;
using System.Text.Json;

namespace RechargeMonitor.Oracle;

/// <summary>Counts whole files, slowly and obviously: every duration, key and minute is kept.</summary>
public sealed class Recount
{
    private readonly List<SourceCounts> _sources = [];
    private readonly Dictionary<string, DayFigures> _days = new(StringComparer.Ordinal);

    /// <summary>The files counted, in the order they were given; a file given twice is two of them.</summary>
    public IReadOnlyList<SourceCounts> Sources => _sources;

    /// <summary>Every day with a counted line, newest first.</summary>
    public IEnumerable<KeyValuePair<string, DayFigures>> Days => _days.OrderByDescending(day => day.Key, StringComparer.Ordinal);

    /// <summary>The counted lines of a service on all days.</summary>
    public long CountedOf(string service) => _days.Values.Sum(day => day.Interface(service).Calls);

    /// <summary>Counts one file.</summary>
    /// <param name="source">The name the audit lists it under.</param>
    /// <param name="file">All of its bytes.</param>
    public void Add(string source, byte[] file)
    {
        var counts = new SourceCounts(source, file.Length);
        _sources.Add(counts);
        foreach (var line in LineCutter.Cut(file))
        {
            var reading = LineReader.Read(line);
            counts.Add(reading.Outcome);
            if (reading.Outcome == LineOutcome.Counted) Day(reading.Day).Add(reading);
        }
    }

    /// <summary>Makes a source whose lines are messages of a topic, to be counted by <see cref="AddMessage(SourceCounts, LineReading)"/>.</summary>
    public SourceCounts AddTopic(string source)
    {
        var counts = new SourceCounts(source, 0);
        _sources.Add(counts);
        return counts;
    }

    /// <summary>Counts one message, which is one line whatever it holds, but for an ending.</summary>
    public void AddMessage(SourceCounts source, ReadOnlySpan<byte> message)
    {
        if (message.EndsWith("\n"u8)) message = message[..^1];
        if (message.EndsWith("\r"u8)) message = message[..^1];
        AddMessage(source, LineReader.Read(message));
    }

    /// <summary>Counts one message that was read before.</summary>
    public void AddMessage(SourceCounts source, LineReading reading)
    {
        source.AddMessage(reading.Outcome);
        if (reading.Outcome == LineOutcome.Counted) Day(reading.Day).Add(reading);
    }

    /// <summary>Writes the figures as <c>recount --format json</c> does, those of the newest days only where so many are kept.</summary>
    public void WriteJson(Stream stream, int days = int.MaxValue)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var json = new Utf8JsonWriter(stream, options);
        RecountWriter.Write(json, this, days);
    }

    /// <summary>The bytes of <see cref="WriteJson(Stream)"/>.</summary>
    public byte[] ToJson(int days = int.MaxValue)
    {
        using var stream = new MemoryStream();
        WriteJson(stream, days);
        return stream.ToArray();
    }

    private DayFigures Day(string day)
    {
        if (!_days.TryGetValue(day, out var figures)) _days.Add(day, figures = new DayFigures());
        return figures;
    }
}
