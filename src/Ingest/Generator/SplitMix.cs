namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood 2014). Integer arithmetic only, so that a seed gives the same numbers
/// on every machine and .NET version, which <see cref="Random"/> does not promise.
/// </summary>
internal struct SplitMix(ulong state)
{
    /// <summary>2^64 divided by the golden ratio, made odd: the step that spreads consecutive states.</summary>
    public const ulong Gamma = 0x9E37_79B9_7F4A_7C15;

    private ulong state = state;

    public ulong Next() => Mix(state += Gamma);

    /// <summary>A bijection whose output bits all depend on all input bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
