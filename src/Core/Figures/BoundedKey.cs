namespace RechargeMonitor.Core.Figures;

/// <summary>Keys that a log line may make up (result codes, gateways, channels), bounded so that no input can exhaust memory.</summary>
public static class BoundedKey
{
    /// <summary>The longest key in UTF-8 bytes; a longer one counts under <see cref="Other"/> at once.</summary>
    public const int MaxBytes = 32;

    /// <summary>The key under which all keys beyond a bound are counted together.</summary>
    public static ReadOnlySpan<byte> Other => "other"u8;

    /// <summary>The key itself, or <see cref="Other"/> if it is too long.</summary>
    public static ReadOnlySpan<byte> Limit(ReadOnlySpan<byte> key) => key.Length > MaxBytes ? Other : key;
}
