namespace RechargeMonitor.Ingest.Generator;

/// <summary>What an incident hits.</summary>
public enum IncidentKind
{
    /// <summary>The top-ups of one province fail.</summary>
    Province = 0,

    /// <summary>The calls of one service fail and are slow, in the whole country.</summary>
    Interface = 1,
}
