namespace RechargeMonitor.Oracle;

/// <summary>The interface figures of one service on one day.</summary>
public sealed class InterfaceFigures
{
    private const int MostCodes = 64;

    private readonly Dictionary<string, long> _codes = new(StringComparer.Ordinal);

    public long Calls { get; private set; }

    public long Failed { get; private set; }

    public long WithoutResult { get; private set; }

    public DurationFigures Latency { get; } = new();

    /// <summary>Calls by result code, bounded, in the order of the codes' UTF-8 bytes.</summary>
    public IEnumerable<KeyValuePair<string, long>> Codes =>
        BoundedKeys.Fold(_codes, MostCodes).OrderBy(code => code.Key, Utf8Order.Instance);

    public void Add(LineReading line)
    {
        Calls++;
        Latency.Add(line.Latency);
        if (line.InterFacRst is null)
        {
            WithoutResult++;
            return;
        }

        if (line.InterFacRst != "0000") Failed++;
        _codes[line.CodeKey!] = _codes.GetValueOrDefault(line.CodeKey!) + 1;
    }
}
