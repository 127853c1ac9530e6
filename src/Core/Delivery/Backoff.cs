namespace RechargeMonitor.Core.Delivery;

/// <summary>How long to wait before something that failed is tried again.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>After so many failures in a row, one at least.</summary>
    public static TimeSpan After(int failures)
    {
        var backoff = First * Math.Pow(2, Math.Min(failures - 1, 5));
        return backoff < Longest ? backoff : Longest;
    }
}
