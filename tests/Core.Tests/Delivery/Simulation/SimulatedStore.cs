namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>What a write or a call says that did not go well; what became of it is not known.</summary>
internal sealed class SimulatedFault() : Exception("simulated");

/// <summary>Rows guarded by etags, whose writes may fail or fail only seemingly.</summary>
internal sealed class SimulatedStore(Random random, Variant variant)
{
    private readonly Dictionary<string, (int Etag, byte[] Form)> rows = new(StringComparer.Ordinal);

    /// <summary>One write in so many fails; 0 for none.</summary>
    public int FaultEvery { get; set; }

    public IReadOnlyDictionary<string, (int Etag, byte[] Form)> Rows => rows;

    public (int Etag, byte[]? Form) Read(string key) => rows.TryGetValue(key, out var row) ? row : (0, null);

    /// <summary>Replaces a row if it has this etag still, and gives the new one.</summary>
    /// <exception cref="SimulatedFault">It has not, the write failed, or only its answer was lost.</exception>
    public int Write(string key, int etag, byte[] form)
    {
        var fails = FaultEvery > 0 && random.Next(FaultEvery) == 0;
        if (fails && random.Next(2) == 0)
            throw new SimulatedFault();
        if (Read(key).Etag != etag && variant != Variant.WithoutEtags)
            throw new SimulatedFault();
        rows[key] = (etag + 1, form);
        return fails ? throw new SimulatedFault() : etag + 1;
    }
}
