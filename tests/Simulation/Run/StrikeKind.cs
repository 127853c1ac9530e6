namespace RechargeMonitor.Simulation;

/// <summary>What strikes processes, besides what happens to single messages and writes.</summary>
internal enum StrikeKind
{
    /// <summary>A feeder dies, and another one is started.</summary>
    KillFeeder,

    /// <summary>A feeder stands still for a while and goes on late, while others have its partitions.</summary>
    FreezeFeeder,

    /// <summary>Partitions go to other feeders, which begin before the former ones know.</summary>
    Rebalance,

    /// <summary>A silo dies.</summary>
    KillSilo,

    /// <summary>A silo stands still, is given up where it takes long, and goes on for a moment when it wakes.</summary>
    FreezeSilo,

    /// <summary>Grains are deactivated without having stored what they counted.</summary>
    Deactivate,

    /// <summary>The machines' clocks are set to another time.</summary>
    JumpClocks,

    /// <summary>Old days are dropped.</summary>
    Sweep,

    /// <summary>The database is copied.</summary>
    BackUp,

    /// <summary>Everything is stopped, and started again with a copy of the database.</summary>
    Restore,

    /// <summary>The first messages are lost before all of them were read.</summary>
    LoseMessages,
}
