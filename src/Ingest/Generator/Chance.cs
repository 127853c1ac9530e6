namespace RechargeMonitor.Ingest.Generator;

/// <summary>Probabilities as thresholds for 32 random bits: a draw below the threshold is a hit.</summary>
internal static class Chance
{
    public const int Certain = 1_000_000;

    public static ulong FromPartsPerMillion(int partsPerMillion) => ((ulong)partsPerMillion << 32) / Certain;
}
