namespace RechargeMonitor.Oracle;

/// <summary>All figures of one day.</summary>
public sealed class DayFigures
{
    private const int MostUnknownProvinces = 256;
    private const int MostKeys = 64;

    private readonly Dictionary<string, OrderFigures> _minutes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderFigures> _hours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderFigures> _provinces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderFigures> _gateways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderFigures> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderFigures> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InterfaceFigures> _interfaces =
        Services.InStepOrder.ToDictionary(service => service, _ => new InterfaceFigures());

    public OrderFigures Orders { get; private set; } = OrderFigures.None;

    public DurationFigures Recharge { get; } = new();

    public DurationFigures Payment { get; } = new();

    public IEnumerable<KeyValuePair<string, OrderFigures>> Minutes => _minutes.OrderBy(point => point.Key, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, OrderFigures>> Hours => _hours.OrderBy(point => point.Key, StringComparer.Ordinal);

    /// <summary>The known provinces never count against the bound of unknown ones.</summary>
    public IEnumerable<KeyValuePair<string, OrderFigures>> Provinces
    {
        get
        {
            var known = _provinces.Where(province => ProvinceNames.Contains(province.Key));
            var unknown = _provinces.Where(province => !ProvinceNames.Contains(province.Key)).ToDictionary();
            return MostFailedFirst(known.Concat(BoundedKeys.Fold(unknown, MostUnknownProvinces)));
        }
    }

    public IEnumerable<KeyValuePair<string, OrderFigures>> Gateways => MostFailedFirst(BoundedKeys.Fold(_gateways, MostKeys));

    public IEnumerable<KeyValuePair<string, OrderFigures>> Channels => MostFailedFirst(BoundedKeys.Fold(_channels, MostKeys));

    public IEnumerable<KeyValuePair<string, OrderFigures>> Results => MostFailedFirst(BoundedKeys.Fold(_results, MostKeys));

    public InterfaceFigures Interface(string service) => _interfaces[service];

    public void Add(LineReading line)
    {
        _interfaces[line.Service!].Add(line);
        Payment.Add(line.Payment);
        Recharge.Add(line.Recharge);
        if (!line.IsOrder) return;

        var one = OrderFigures.Of(line);
        Orders += one;
        Add(_minutes, line.Minute, one);
        Add(_hours, line.Hour, one);
        Add(_provinces, line.Province!, one);
        Add(_gateways, line.GatewayKey!, one);
        Add(_channels, line.ChannelKey!, one);
        Add(_results, line.ResultKey!, one);
    }

    private static void Add(Dictionary<string, OrderFigures> figures, string key, OrderFigures one) =>
        figures[key] = figures.GetValueOrDefault(key, OrderFigures.None) + one;

    private static IEnumerable<KeyValuePair<string, OrderFigures>> MostFailedFirst(IEnumerable<KeyValuePair<string, OrderFigures>> figures) =>
        figures.OrderByDescending(item => item.Value.Failed).ThenBy(item => item.Key, Utf8Order.Instance);
}
