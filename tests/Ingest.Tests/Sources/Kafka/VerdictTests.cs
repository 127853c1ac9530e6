using CsCheck;
using RechargeMonitor.Ingest.Sources.Kafka;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

public sealed class VerdictTests
{
    private static readonly KafkaFingerprint Stored = new(1, 0, 100, KafkaFingerprint.NotCut, IsContinued: false);

    [Theory]
    [InlineData(50, 1, 0, 100, VerdictKind.Read, 50, null)]
    [InlineData(100, 1, 0, 100, VerdictKind.Read, 100, null)]
    [InlineData(50, 1, 50, 100, VerdictKind.Read, 50, null)]
    [InlineData(50, 1, 51, 100, VerdictKind.Hold, 51, LossKind.Expired)]
    [InlineData(50, 1, 0, 49, VerdictKind.Mark, 50, LossKind.Cut)]
    [InlineData(50, 2, 0, 100, VerdictKind.Hold, 50, LossKind.MadeAgain)]
    public void Of_BooksAndLog_SaysWhatIsDone(long committed, int topic, long low, long high, object kind, long offset, object? loss)
    {
        var verdict = Verdict.Of(Stored, committed, new PartitionLog((UInt128)topic, low, high), acceptLoss: false);
        Assert.Equal(((VerdictKind)kind, offset, (LossKind?)loss), (verdict.Kind, verdict.Offset, verdict.Loss));
    }

    [Theory]
    [InlineData(100, "all that is known of the former one was read")]
    [InlineData(60, "at least 40 messages of the former one were not read")]
    public void Message_TopicMadeAgain_SaysWhatIsKnownOfTheFormerOne(long committed, string expected)
    {
        var log = new PartitionLog(2, 0, 7);
        var verdict = Verdict.Of(Stored, committed, log, acceptLoss: false);
        Assert.Contains(expected, PartitionLoss.Of("t/0", verdict, Stored, committed, log).Message, StringComparison.Ordinal);
    }

    /// <summary>A log that was cut is not forgotten once it has grown again.</summary>
    [Fact]
    public void Of_LogThatWasCutAndHasGrown_IsStillCut()
    {
        var marked = Verdict.Of(Stored, 50, new PartitionLog(1, 0, 40), acceptLoss: false).Fingerprint;
        var later = new PartitionLog(1, 0, 900);

        Assert.Equal(LossKind.Cut, Verdict.Of(marked, 50, later, acceptLoss: false).Loss);
        Assert.Equal(VerdictKind.Continue, Verdict.Of(marked, 50, later, acceptLoss: true).Kind);
        Assert.Equal(40, Verdict.StartAfter(marked, later));
        Assert.Equal(7, Verdict.StartAfter(marked, new PartitionLog(2, 7, 9)));
    }

    /// <summary>Whatever the books and the log are: messages are only passed over where they never were, or where that is accepted and told.</summary>
    [Fact]
    public void Of_AnyBooksAndLog_SkipsNothingInSilence() => Gen.Select(
        Gen.Long[0, 20], Gen.Long[0, 20], Gen.Int[1, 2], Gen.Long[0, 20], Gen.Long[0, 20], Gen.Bool, Gen.OneOf(Gen.Const(KafkaFingerprint.NotCut), Gen.Long[0, 20])).Sample(
        (committed, start, topic, low, more, acceptLoss, cutAt) =>
        {
            var log = new PartitionLog((UInt128)topic, low, low + more);
            var verdict = Verdict.Of(Stored with { Start = start, CutAt = cutAt }, committed, log, acceptLoss);
            var resume = Math.Max(committed, start);
            var isSound = topic == 1 && cutAt == KafkaFingerprint.NotCut && resume >= log.Low && resume <= log.High;
            Assert.Equal(isSound, verdict.Loss is null);
            if (isSound)
                Assert.Equal((resume > committed ? VerdictKind.Jump : VerdictKind.Read, resume), (verdict.Kind, verdict.Offset));
            else if (!acceptLoss)
                Assert.True(verdict.Kind is VerdictKind.Hold or VerdictKind.Mark);
            else
                Assert.True(verdict.Kind == VerdictKind.Continue || (verdict.Kind == VerdictKind.Jump && verdict.Offset == log.Low));
        });

    [Fact]
    public void Parse_StoredForm_GivesItBack()
    {
        var fingerprint = new KafkaFingerprint(UInt128.MaxValue - 5, 1, 2, 3, IsContinued: true);
        Assert.Equal(fingerprint, KafkaFingerprint.Parse(fingerprint.ToBytes()));
        Assert.Null(KafkaFingerprint.Parse([1, 2, 3]));
    }

    /// <summary>The form is stored: it must not change.</summary>
    [Fact]
    public void ToBytes_Fingerprint_IsTheFrozenForm() => Assert.Equal(
        "010F000000000000000000000000000000" + "0100000000000000" + "0200000000000000" + "FFFFFFFFFFFFFFFF" + "00",
        Convert.ToHexString(new KafkaFingerprint(15, 1, 2, KafkaFingerprint.NotCut, IsContinued: false).ToBytes()));
}
