using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>
/// How often what goes wrong: once in so many times, or never where it is 0. A schedule has some of the faults often, some
/// seldom and others not at all, because faults that always come together hide each other.
/// </summary>
internal sealed record Faults
{
    private static readonly int[] Rates = [0, 0, 3, 10, 40];

    /// <summary>Nothing goes wrong any more.</summary>
    public static Faults None { get; } = new();

    public int LostEvent { get; private init; }

    public int RepeatedEvent { get; private init; }

    public int LateEvent { get; private init; }

    public int LostCall { get; private init; }

    public int LateCall { get; private init; }

    /// <summary>A write that does not take place.</summary>
    public int FailedWrite { get; private init; }

    /// <summary>A write that takes place and is reported as failed.</summary>
    public int DoubtfulWrite { get; private init; }

    /// <summary>A write that takes place long after its writer was told that it failed.</summary>
    public int SlowWrite { get; private init; }

    /// <summary>A row that is read as it was before.</summary>
    public int StaleRead { get; private init; }

    /// <summary>A grain that is activated although it is active already.</summary>
    public int DoubledActivation { get; private init; }

    /// <summary>A call of a source before which it withdraws a partition, and has it to announce again at once.</summary>
    public int Withdrawal { get; private init; }

    public static Faults Draw(SmallRandom random) => new()
    {
        LostEvent = random.Pick(Rates),
        RepeatedEvent = random.Pick(Rates),
        LateEvent = random.Pick(Rates),
        LostCall = random.Pick(Rates),
        LateCall = random.Pick(Rates),
        FailedWrite = random.Pick(Rates),
        DoubtfulWrite = random.Pick(Rates),
        SlowWrite = random.Pick(Rates),
        StaleRead = random.Pick(Rates),
        DoubledActivation = random.Pick(Rates),
        Withdrawal = random.Pick(Rates),
    };
}
