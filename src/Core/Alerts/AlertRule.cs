namespace RechargeMonitor.Core.Alerts;

/// <summary>What a rule watches. The values are stored: they never change.</summary>
public enum AlertKind
{
    /// <summary>Failed calls of a service / its calls; the subject is the service.</summary>
    InterfaceFailureRate = 0,

    /// <summary>Failed orders of a province / its orders; the subject is its code in the table of provinces.</summary>
    ProvinceFailureRate = 1,

    /// <summary>The 95th percentile of the recharge duration in ms, nationwide.</summary>
    RechargeP95 = 2,

    /// <summary>For how many seconds no line of a source was counted; the subject is the source.</summary>
    SourceSilent = 3,

    /// <summary>For how many seconds the books have not balanced with the figures.</summary>
    BooksUnbalanced = 4,
}

/// <summary>How bad it is. The values are stored: they never change.</summary>
public enum AlertSeverity
{
    /// <summary>Somebody should look at it.</summary>
    Warning = 1,

    /// <summary>Somebody must act.</summary>
    Critical = 2,
}

/// <summary>When an alert is opened, how severe it is, and when it ends.</summary>
public sealed record AlertRule
{
    /// <summary>The subject of rules that have only one: the whole country.</summary>
    public const string Nationwide = "nationwide";

    /// <summary>The subject of rules about the books.</summary>
    public const string Books = "books";

    /// <summary>Its name, which alerts carry.</summary>
    public required string Name { get; init; }

    /// <summary>What it watches, and with it the unit of the thresholds.</summary>
    public required AlertKind Kind { get; init; }

    /// <summary>From this value on it is a warning.</summary>
    public required double Warning { get; init; }

    /// <summary>From this value on it is critical.</summary>
    public required double Critical { get; init; }

    /// <summary>Over how many minutes of event time, the judged one included, the value is taken; only for <see cref="IsOverMinutes"/>.</summary>
    public int WindowMinutes { get; init; } = 5;

    /// <summary>With fewer calls, orders or durations in the window there is no value; only for <see cref="IsOverMinutes"/>.</summary>
    public long MinSample { get; init; } = 100;

    /// <summary>For how many minutes in a row the value must reach a threshold; only for <see cref="IsOverMinutes"/>.</summary>
    public int OpenAfterMinutes { get; init; } = 2;

    /// <summary>For how many minutes in a row the value must be below the warning threshold, or absent, before the alert ends.</summary>
    public int CloseAfterMinutes { get; init; } = 5;

    /// <summary>The subjects that it watches; none: all of them.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>Whether it is judged minute by minute in event time; otherwise it is about the processing itself, now.</summary>
    public bool IsOverMinutes => Kind is AlertKind.InterfaceFailureRate or AlertKind.ProvinceFailureRate or AlertKind.RechargeP95;

    /// <summary>Whether it watches a subject.</summary>
    public bool Watches(string subject) => Subjects.Count == 0 || Subjects.Contains(subject, StringComparer.Ordinal);

    /// <summary>How severe a value is; nothing where it is below both thresholds or absent.</summary>
    internal AlertSeverity? SeverityOf(double? value) =>
        value >= Critical ? AlertSeverity.Critical : value >= Warning ? AlertSeverity.Warning : null;
}
