namespace RechargeMonitor.Oracle;

/// <summary>What one line says about one kind of duration.</summary>
/// <param name="IsAsked">False: the line has no part in these figures, not even in <c>withoutDuration</c>.</param>
/// <param name="Ms">The duration, 0 to 86,400,000 ms; null: it counts as <c>withoutDuration</c>.</param>
public readonly record struct Duration(bool IsAsked, long? Ms)
{
    private const long LongestMs = 24L * 60 * 60 * 1000;

    public static readonly Duration NotAsked = new(false, null);

    public static readonly Duration Without = new(true, null);

    /// <summary>The time between two moments; what is negative or above 24 h is no duration.</summary>
    public static Duration Between(long fromMs, long toMs)
    {
        var ms = toMs - fromMs;
        return ms is < 0 or > LongestMs ? Without : new Duration(true, ms);
    }
}
