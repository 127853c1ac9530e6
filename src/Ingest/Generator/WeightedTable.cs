namespace RechargeMonitor.Ingest.Generator;

/// <summary>Chooses an index by weight, from 12 random bits, with one look into a table. No weight falls below 1/4096.</summary>
internal sealed class WeightedTable
{
    public const int Bits = 12;

    private const int Size = 1 << Bits;
    private readonly byte[] choices = new byte[Size];

    public WeightedTable(params ReadOnlySpan<int> weights)
    {
        long total = 0;
        foreach (var weight in weights)
            total += weight;

        long passed = 0;
        var next = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            passed += weights[index];
            var end = Math.Max(next + 1, (int)(((passed * Size) + (total / 2)) / total));
            choices.AsSpan(next, end - next).Fill((byte)index);
            next = end;
        }
    }

    /// <summary>Uses the lowest 12 bits of <paramref name="random"/>.</summary>
    public int Choose(ulong random) => choices[(int)random & (Size - 1)];
}
