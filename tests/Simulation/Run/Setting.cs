using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>What a schedule is about, drawn before it begins.</summary>
internal sealed class Setting
{
    /// <summary>How many days' figures are kept where old ones are dropped; there are three.</summary>
    private const int FewDays = 2;

    private static readonly DateTimeOffset FirstNoon = new(2017, 4, 12, 12, 0, 0, TimeSpan.FromHours(8));

    public Setting(SmallRandom random)
    {
        StormMs = 2_000 + random.Below(14_000);
        Limits = FeederLimits.Draw(random);
        Silos = 1 + random.Below(3);
        Feeders = 1 + random.Below(3);
        NoticesLosses = random.Chance(2);
        StrikeEveryMs = random.Pick([300, 1_000, 4_000]);
        var (drops, loses) = (random.Chance(3), random.Chance(5));
        (KeptDays, LosesMessages) = (drops ? FewDays : int.MaxValue, loses && !drops);
        Noon = FirstNoon.AddDays(random.Below(3));
        Strikes = [.. Enum.GetValues<StrikeKind>().Where(kind => Applies(kind) && random.Chance(2))];
        Partitions = [.. Enumerable.Range(0, 1 + random.Below(4)).Select(number => Partition(number, random))];
    }

    /// <summary>For how long things go wrong.</summary>
    public int StormMs { get; }

    public FeederLimits Limits { get; }

    public int Silos { get; }

    public int Feeders { get; }

    /// <summary>Whether feeders are told when a silo has gone, as those of a cluster are.</summary>
    public bool NoticesLosses { get; }

    /// <summary>How long it is from one strike to the next, on average.</summary>
    public int StrikeEveryMs { get; }

    /// <summary>How many of the newest days keep all their figures.</summary>
    public int KeptDays { get; }

    /// <summary>What the clock shows whenever old days are dropped: noon of one of the three days.</summary>
    public DateTimeOffset Noon { get; }

    /// <summary>How many days have all their figures in the end: on the first one the third is still to come, and pushes none out.</summary>
    public int FullDays => Noon == FirstNoon ? int.MaxValue : KeptDays;

    /// <summary>Whether the first messages of partitions are lost at some time.</summary>
    public bool LosesMessages { get; }

    public IReadOnlyList<StrikeKind> Strikes { get; }

    public IReadOnlyList<SimulatedPartition> Partitions { get; }

    public bool DropsDays => KeptDays == FewDays;

    private bool Applies(StrikeKind kind) => kind switch
    {
        StrikeKind.Sweep => DropsDays,
        StrikeKind.LoseMessages => LosesMessages,
        _ => true,
    };

    private SimulatedPartition Partition(int number, SmallRandom random)
    {
        var lost = LosesMessages ? random.Below(15) : 0;
        return new SimulatedPartition($"JsonData-{number}", lost + 1 + random.Below(30), lost, StormMs, random);
    }
}
