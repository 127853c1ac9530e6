using System.Globalization;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// A time of the day in which something fails more often than usual. What counts is when the call is made, so orders
/// that start shortly before the incident are hit as well.
/// </summary>
public sealed record Incident
{
    /// <summary>What it hits.</summary>
    public required IncidentKind Kind { get; init; }

    /// <summary>The province, for <see cref="IncidentKind.Province"/>; otherwise 0.</summary>
    public int ProvinceCode { get; init; }

    /// <summary>The service, for <see cref="IncidentKind.Interface"/>.</summary>
    public OrderStep Service { get; init; }

    /// <summary>The minute of the day in which it begins, 0 to 1439.</summary>
    public required int FromMinute { get; init; }

    /// <summary>The minute of the day before which it ends, 1 to 1440.</summary>
    public required int ToMinute { get; init; }

    /// <summary>How many of a million calls fail while it lasts.</summary>
    public required int FailuresPerMillion { get; init; }

    /// <summary>The incident as <see cref="IncidentParser"/> reads it, for example <c>province:200:1930-1950:0.6</c>.</summary>
    public override string ToString()
    {
        var (kind, subject) = Kind == IncidentKind.Province
            ? ("province", ProvinceCode.ToString(CultureInfo.InvariantCulture))
            : ("interface", LineText.ServiceName(Service));
        var rate = ((decimal)FailuresPerMillion / Chance.Certain).ToString("0.######", CultureInfo.InvariantCulture);
        return $"{kind}:{subject}:{Clock(FromMinute)}-{Clock(ToMinute)}:{rate}";
    }

    /// <summary>What is wrong with it, or <see langword="null"/>.</summary>
    internal string? Fault()
    {
        if (Kind == IncidentKind.Province && Provinces.IndexOf(ProvinceCode) < 0)
            return $"Incident {this}: no province has the code {ProvinceCode}.";
        if (Kind == IncidentKind.Interface && !Enum.IsDefined(Service))
            return $"Incident {this}: there is no such service.";
        if (FromMinute < 0 || ToMinute > DayCurve.MinutesPerDay || FromMinute >= ToMinute)
            return $"Incident {this}: it must begin before it ends, within one day.";
        return FailuresPerMillion is < 0 or > Chance.Certain
            ? $"Incident {this}: the rate must lie between 0 and 1."
            : null;
    }

    private static string Clock(int minute) =>
        ((minute / 60 * 100) + (minute % 60)).ToString("0000", CultureInfo.InvariantCulture);
}
