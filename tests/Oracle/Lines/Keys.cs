using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>The open-ended keys: result codes and the keys of the breakdowns.</summary>
public static class Keys
{
    public const string Unknown = "unknown";
    public const string Other = "other";

    private const int LongestBytes = 32;

    /// <summary>The key that a value is counted under: absent is unknown, too long is other at once.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return Unknown;
        return Encoding.UTF8.GetByteCount(text) > LongestBytes ? Other : text;
    }
}
