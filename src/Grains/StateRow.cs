namespace RechargeMonitor.Grains;

/// <summary>What a grain stores: bytes in one of Core's forms, made before the write begins and changed by nobody after.</summary>
[GenerateSerializer]
[Alias("RechargeMonitor.StateRow")]
public sealed class StateRow
{
    /// <summary>The form; empty where nothing was stored yet.</summary>
    [Id(0)]
    public byte[] Form { get; set; } = [];
}

/// <summary>Names of the states. Each grain class has its own: the storage's key does not hold the grain's type.</summary>
public static class StateNames
{
    /// <summary>The storage provider of all of them.</summary>
    public const string Storage = "state";

    /// <summary>Of <see cref="NationalGrain"/>.</summary>
    public const string National = "national";

    /// <summary>Of <see cref="ProvinceGrain"/>.</summary>
    public const string Province = "province";

    /// <summary>Of <see cref="MinuteGrain"/>.</summary>
    public const string Minute = "minute";

    /// <summary>Of <see cref="AlertGrain"/>.</summary>
    public const string Alerts = "alerts";

    /// <summary>Of <see cref="SourceGrain"/>: the ledger.</summary>
    public const string Source = "source";

    /// <summary>Of <see cref="SourceGrain"/>: the rejected lines, which are written only when there are new ones.</summary>
    public const string Rejects = "rejects";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [National, Province, Minute, Alerts, Source, Rejects];
}
