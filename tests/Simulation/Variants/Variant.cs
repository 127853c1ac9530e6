namespace RechargeMonitor.Simulation;

/// <summary>The rules as they are, and breaches of one of them each, all of which the simulation must notice.</summary>
public enum Variant
{
    /// <summary>All rules are kept.</summary>
    Sound,

    /// <summary>A batch does not say what its feeder sent before it.</summary>
    WithoutChain,

    /// <summary>A feeder that starts again says that what it sent before came before.</summary>
    ChainsOverRewinds,

    /// <summary>A batch says that everything sent before it is committed.</summary>
    ClaimsToHaveCommitted,

    /// <summary>A target takes the highest offset that it has seen for all that it has.</summary>
    MaximumInsteadOfChain,

    /// <summary>A target does not raise what it has to what is committed.</summary>
    IgnoresCommitted,

    /// <summary>A target counts a batch again whose beginning it has.</summary>
    CountsOverlaps,

    /// <summary>A target is loaded without the offsets up to which it has counted.</summary>
    LosesPositionsOnLoad,

    /// <summary>Figures and offsets are stored one after the other.</summary>
    StoresPositionsApart,

    /// <summary>A target confirms what it has, whether that is what was asked for or not.</summary>
    ConfirmsWhatItHas,

    /// <summary>A target confirms what it has counted but not stored.</summary>
    ConfirmsUnstored,

    /// <summary>A target confirms before its write has ended.</summary>
    AnswersBeforeWriting,

    /// <summary>A target counts while it writes, and takes for stored what was counted meanwhile.</summary>
    CountsDuringWrites,

    /// <summary>A target takes a failed write for one that took place.</summary>
    TrustsFailedWrites,

    /// <summary>A target counts on in its memory after a write of which nothing is known.</summary>
    KeepsMemoryAfterFailedWrites,

    /// <summary>The last write wins, whatever it was made from.</summary>
    WithoutEtags,

    /// <summary>The first write of a row replaces what is there.</summary>
    FirstWriteIsNotUnique,

    /// <summary>The books take a range from wherever it starts.</summary>
    CommitsAnyRange,

    /// <summary>The books take a range that ends behind what is committed.</summary>
    CommitsWhatEndsLater,

    /// <summary>Rejected lines are stored after the commit instead of before it.</summary>
    StoresRejectsLast,

    /// <summary>The books go on in memory after a write of which nothing is known.</summary>
    LedgerKeepsMemoryAfterFailedWrites,

    /// <summary>A feeder commits without asking the targets.</summary>
    CommitsUnconfirmed,

    /// <summary>A feeder asks only the nationwide targets to confirm.</summary>
    AsksSomeTargetsOnly,

    /// <summary>A feeder goes on behind a range that the books did not take, instead of starting again before it.</summary>
    DoesNotRewind,

    /// <summary>A feeder starts again at the offset that it remembers, and does not ask the books.</summary>
    RewindsToItsOwnMemory,

    /// <summary>A feeder starts again where it stood, instead of at the committed offset.</summary>
    RewindsTooLittle,

    /// <summary>A source opens a partition for a feeder that does not know yet that it was withdrawn.</summary>
    OpensWithdrawnPartitions,

    /// <summary>A source announces a partition again before the feeder knows that it was withdrawn.</summary>
    AnnouncesBeforeItWithdraws,

    /// <summary>A source is read on although its partition is to be held.</summary>
    ReadsHeldPartitions,

    /// <summary>A source is told of commits of what was withdrawn since.</summary>
    TellsCommitsOfFormerLives,

    /// <summary>A feeder opens a partition where its books stood when it asked for the first time.</summary>
    TakesOldAnswers,

    /// <summary>A request for books goes on although nobody wants its answer any more.</summary>
    AsksOnForBooks,

    /// <summary>Two feeders have other numbers of shards.</summary>
    RoutesByProcess,
}
