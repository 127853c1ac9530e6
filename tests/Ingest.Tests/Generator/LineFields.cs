using System.Globalization;
using System.Text.Json;
using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Ingest.Tests.Generator;

/// <summary>A line as an independent reader sees it, System.Text.Json. Of a name that stands twice the last one counts.</summary>
internal sealed class LineFields
{
    private readonly Dictionary<string, string> values = [];

    public LineFields(ReadOnlyMemory<byte> line)
    {
        using var document = JsonDocument.Parse(line);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            Names.Add(property.Name);
            values[property.Name] = property.Value.ToString();
        }
    }

    public List<string> Names { get; } = [];

    public string this[string name] => values[name];

    /// <summary>When the order starts, as the generator counts time.</summary>
    public long Start => Time("requestId");

    public string? Find(string name) => values.GetValueOrDefault(name);

    public long Time(string name) => LineGenerator.ToLogTime(
        DateTime.ParseExact(values[name][..17], "yyyyMMddHHmmssfff", CultureInfo.InvariantCulture));

    public bool SameAs(LineFields other) =>
        values.Keys.Where(name => other.values.ContainsKey(name)).All(name => values[name] == other.values[name])
        && other.values.Keys.All(values.ContainsKey);
}
