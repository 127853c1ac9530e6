using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// Reads an incident as an operator writes it: <c>province:CODE:HHMM-HHMM:RATE</c> or
/// <c>interface:SERVICE:HHMM-HHMM:RATE</c>, for example <c>interface:sendRechargeReq:1015-1030:0.4</c>.
/// </summary>
public static class IncidentParser
{
    /// <param name="text">The incident; services are compared without regard to case, the end may be 2400.</param>
    /// <param name="incident">What it says.</param>
    /// <param name="error">The part at fault and what was expected there.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Incident? incident, [NotNullWhen(false)] out string? error)
    {
        incident = null;
        error = Parse(text, ref incident);
        return error is null;
    }

    private static string? Parse(string text, ref Incident? incident)
    {
        var parts = text.Split(':');
        if (parts.Length != 4)
            return $"Incident '{text}' has {parts.Length} parts; expected KIND:SUBJECT:HHMM-HHMM:RATE.";

        IncidentKind kind;
        var province = 0;
        var service = OrderStep.MakeNewOrder;
        switch (parts[0])
        {
            case "province":
                kind = IncidentKind.Province;
                if (!TryWhole(parts[1], out province) || Provinces.IndexOf(province) < 0)
                    return $"Incident '{text}': '{parts[1]}' is not the code of a province.";
                break;
            case "interface":
                kind = IncidentKind.Interface;
                if (!LineText.TryService(parts[1], out service))
                    return $"Incident '{text}': '{parts[1]}' is not one of the services {LineText.AllServices}.";
                break;
            default:
                return $"Incident '{text}': '{parts[0]}' is neither 'province' nor 'interface'.";
        }

        if (!TryWindow(parts[2], out var from, out var to))
            return $"Incident '{text}': '{parts[2]}' is not a time of the day HHMM-HHMM that begins before it ends.";
        if (!TryRate(parts[3], out var failuresPerMillion))
            return $"Incident '{text}': '{parts[3]}' is not a rate between 0 and 1.";

        incident = new Incident
        {
            Kind = kind,
            ProvinceCode = province,
            Service = service,
            FromMinute = from,
            ToMinute = to,
            FailuresPerMillion = failuresPerMillion,
        };
        return null;
    }

    private static bool TryWindow(string text, out int from, out int to)
    {
        (from, to) = (0, 0);
        return text.Length == 9 && text[4] == '-' && TryClock(text[..4], out from) && TryClock(text[5..], out to)
            && from < to;
    }

    private static bool TryClock(string text, out int minute)
    {
        minute = 0;
        if (!TryWhole(text, out var clock))
            return false;

        minute = (clock / 100 * 60) + (clock % 100);
        return clock % 100 < 60 && minute <= DayCurve.MinutesPerDay;
    }

    private static bool TryRate(string text, out int failuresPerMillion)
    {
        var valid = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
            && rate <= 1;
        failuresPerMillion = valid ? (int)(rate * Chance.Certain) : 0;
        return valid;
    }

    private static bool TryWhole(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
