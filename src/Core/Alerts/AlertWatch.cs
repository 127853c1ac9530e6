using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Alerts;

/// <summary>A value at a time.</summary>
/// <param name="From">From when on it holds.</param>
/// <param name="To">Until when it holds.</param>
/// <param name="Since">Since when it would have been bad, if this is the first time that it is.</param>
/// <param name="Value">The value; nothing where the sample is too small.</param>
internal readonly record struct AlertReading(DateTimeOffset From, DateTimeOffset To, DateTimeOffset Since, double? Value);

/// <summary>What a rule remembers of one subject: how long it has been bad, or good, and the alert that is open.</summary>
internal sealed class AlertWatch
{
    private DateTimeOffset? badSince;
    private DateTimeOffset? criticalSince;
    private DateTimeOffset? goodSince;
    private double worst;

    /// <summary>The open alert.</summary>
    public Alert? Open { get; private set; }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsIdle => Open is null && badSince is null;

    /// <summary>Takes a reading. Returns what became of the alert, if anything.</summary>
    public AlertEvent? Take(AlertRule rule, string subject, in AlertReading reading)
    {
        var severity = rule.SeverityOf(reading.Value);
        if (severity is null)
            return TakeGood(rule, reading);
        goodSince = null;
        badSince ??= reading.Since;
        criticalSince = severity == AlertSeverity.Critical ? criticalSince ?? reading.From : null;
        worst = Math.Max(worst, reading.Value ?? 0);

        var patience = TimeSpan.FromMinutes(rule.IsOverMinutes ? rule.OpenAfterMinutes : 0);
        if (Open is null && reading.To - badSince < patience)
            return null;
        var isCritical = criticalSince is { } critical && reading.To - critical >= patience;
        var before = Open;
        Open ??= new Alert(rule.Name, rule.Kind, subject, AlertSeverity.Warning, badSince.Value, null, worst, rule.Warning);
        Open = isCritical && Open.Severity != AlertSeverity.Critical
            ? Open with { Severity = AlertSeverity.Critical, Threshold = rule.Critical, Value = worst }
            : Open with { Value = worst };
        return before is null ? new AlertEvent(AlertChange.Opened, Open)
            : before.Severity != Open.Severity ? new AlertEvent(AlertChange.Escalated, Open)
            : null;
    }

    /// <summary>Time has passed of which nothing is known: nothing has been so in a row.</summary>
    public void Interrupt()
    {
        (criticalSince, goodSince) = (null, null);
        if (Open is null)
            Forget();
    }

    /// <summary>Ends the open alert.</summary>
    public AlertEvent End(DateTimeOffset until)
    {
        var ended = Open! with { Until = until };
        Open = null;
        Forget();
        return new AlertEvent(AlertChange.Ended, ended);
    }

    public void WriteTo(FormWriter writer)
    {
        writer.WriteOptional(badSince);
        writer.WriteOptional(criticalSince);
        writer.WriteOptional(goodSince);
        writer.WriteNumber(worst);
        writer.WriteBool(Open is not null);
        Open?.WriteTo(writer);
    }

    public static AlertWatch ReadFrom(ref FormReader reader) => new()
    {
        badSince = reader.ReadOptionalInstant(),
        criticalSince = reader.ReadOptionalInstant(),
        goodSince = reader.ReadOptionalInstant(),
        worst = reader.ReadNumber(),
        Open = reader.ReadBool() ? Alert.ReadFrom(ref reader) : null,
    };

    private AlertEvent? TakeGood(AlertRule rule, in AlertReading reading)
    {
        criticalSince = null;
        if (Open is null)
        {
            Forget();
            return null;
        }

        goodSince ??= reading.From;
        return reading.To - goodSince >= TimeSpan.FromMinutes(rule.CloseAfterMinutes) ? End(goodSince.Value) : null;
    }

    private void Forget() => (badSince, criticalSince, goodSince, worst) = (null, null, null, 0);
}
