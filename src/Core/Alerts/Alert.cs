using System.Globalization;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Alerts;

/// <summary>Something that a rule found, open or ended.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Kind">What the rule watches, and with it the unit of value and threshold.</param>
/// <param name="Subject">What it is about: a service, a province's code, a source.</param>
/// <param name="Severity">The worst that it has been.</param>
/// <param name="Since">When the threshold was first reached: the start of a minute of event time, or a moment of processing.</param>
/// <param name="Until">From when on the value was good again; nothing while it is open.</param>
/// <param name="Value">The worst value so far.</param>
/// <param name="Threshold">The threshold of its severity.</param>
public sealed record Alert(
    string Rule, AlertKind Kind, string Subject, AlertSeverity Severity, DateTimeOffset Since, DateTimeOffset? Until, double Value, double Threshold)
{
    private const int MaxRuleBytes = 256;
    private const int MaxSubjectBytes = 16 * 1024;

    /// <summary>Names it for good: it follows from rule, subject and start.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Rule}/{Subject}/{Since.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteText(Rule);
        writer.WriteCount((int)Kind);
        writer.WriteText(Subject);
        writer.WriteCount((int)Severity);
        writer.WriteInstant(Since);
        writer.WriteOptional(Until);
        writer.WriteNumber(Value);
        writer.WriteNumber(Threshold);
    }

    internal static Alert ReadFrom(ref FormReader reader) => new(
        reader.ReadText(MaxRuleBytes),
        (AlertKind)reader.ReadCount((int)AlertKind.BooksUnbalanced),
        reader.ReadText(MaxSubjectBytes),
        reader.ReadCount((int)AlertSeverity.Critical) is > 0 and var severity ? (AlertSeverity)severity : throw new FormatException("an alert has no severity"),
        reader.ReadInstant(),
        reader.ReadOptionalInstant(),
        reader.ReadNumber(),
        reader.ReadNumber());
}

/// <summary>What became of an alert. The values are stored: they never change.</summary>
public enum AlertChange
{
    /// <summary>It is new.</summary>
    Opened = 0,

    /// <summary>It was a warning and is critical now.</summary>
    Escalated = 1,

    /// <summary>It is over.</summary>
    Ended = 2,
}

/// <summary>Something that receivers are told.</summary>
/// <param name="Change">What became of the alert.</param>
/// <param name="Alert">The alert after that.</param>
public sealed record AlertEvent(AlertChange Change, Alert Alert)
{
    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount((int)Change);
        Alert.WriteTo(writer);
    }

    internal static AlertEvent ReadFrom(ref FormReader reader) =>
        new((AlertChange)reader.ReadCount((int)AlertChange.Ended), Alert.ReadFrom(ref reader));
}
