namespace RechargeMonitor.Oracle;

/// <summary>What a line ends in; every line ends in exactly one of these.</summary>
public enum LineOutcome
{
    /// <summary>A well-formed line of one of the five services.</summary>
    Counted,

    /// <summary>A well-formed line of another service.</summary>
    Other,

    /// <summary>Not one JSON object, or a field that its totals need is missing or malformed.</summary>
    Rejected,

    /// <summary>Nothing but white space.</summary>
    Blank,
}
