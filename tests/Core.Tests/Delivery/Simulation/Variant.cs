namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>The rules as they are, and breaches of each one of them that the simulation must notice.</summary>
public enum Variant
{
    /// <summary>All rules are kept.</summary>
    Sound,

    /// <summary>A batch does not say what came before it.</summary>
    WithoutChain,

    /// <summary>A batch does not say what is committed.</summary>
    WithoutCommitted,

    /// <summary>The feeder commits without asking the targets.</summary>
    CommitsUnconfirmed,

    /// <summary>A target confirms what it has counted but not stored.</summary>
    ConfirmsUnstored,

    /// <summary>A target takes a failed write for one that took place.</summary>
    TrustsFailedWrites,

    /// <summary>A target counts on in its memory after a write of which nothing is known.</summary>
    KeepsMemoryAfterFailedWrites,

    /// <summary>The last write wins, whatever it was made from.</summary>
    WithoutEtags,

    /// <summary>The books take a range from wherever it starts.</summary>
    CommitsAnyRange,

    /// <summary>Rejected lines are stored after the commit instead of before it.</summary>
    RejectsLast,
}
