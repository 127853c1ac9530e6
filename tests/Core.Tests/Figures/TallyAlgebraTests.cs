using CsCheck;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Figures;

/// <summary>The laws of every tally; the same figures have the same bytes, so bytes are compared.</summary>
public abstract class TallyAlgebraTests<TTally>
    where TTally : class, ITally<TTally>
{
    private static readonly Gen<Call[]> Calls = Call.Any.Array[0, 150];

    private readonly NotificationParser parser = new();

    [Fact]
    public void Merge_TwoTallies_IsCommutative() => Gen.Select(Calls, Calls).Sample(
        (left, right) => Assert.Equal(Bytes(Merged(Fill(left), Fill(right))), Bytes(Merged(Fill(right), Fill(left)))), iter: 100, threads: 1);

    [Fact]
    public void Merge_ThreeTallies_IsAssociative() => Gen.Select(Calls, Calls, Calls).Sample(
        (a, b, c) => Assert.Equal(Bytes(Merged(Merged(Fill(a), Fill(b)), Fill(c))), Bytes(Merged(Fill(a), Merged(Fill(b), Fill(c))))), iter: 100, threads: 1);

    [Fact]
    public void Merge_Parts_IsOneByOneInAnyOrder() => Gen.Select(Calls, Calls).Sample(
        (left, right) => Assert.Equal(Bytes(Fill([.. left, .. right])), Bytes(Merged(Fill([.. right.Reverse()]), Fill(left)))), iter: 100, threads: 1);

    [Fact]
    public void Merge_Tally_LeavesTheOtherUnchanged() => Gen.Select(Calls, Calls, Calls).Sample(
        (left, right, later) =>
        {
            var from = Fill(right);
            var before = Bytes(from);
            var into = Merged(Fill(left), from);
            Add(into, later);
            Assert.Equal(before, Bytes(from));
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void Merge_Nothing_ChangesNothing() => Calls.Sample(
        calls => Assert.Equal(Bytes(Fill(calls)), Bytes(Merged(Merged(TTally.Empty, Fill(calls)), TTally.Empty))), iter: 100, threads: 1);

    [Fact]
    public void ReadFrom_WhatWasWritten_CountsOnAsBefore() => Gen.Select(Calls, Calls).Sample(
        (before, after) =>
        {
            var reader = new FormReader(Bytes(Fill(before)));
            var tally = TTally.ReadFrom(ref reader, byte.MaxValue);
            Assert.True(reader.AtEnd);
            Add(tally, after);
            Assert.Equal(Bytes(Fill([.. before, .. after])), Bytes(tally));
        },
        iter: 100,
        threads: 1);

    private static TTally Merged(TTally into, TTally from)
    {
        into.Merge(from);
        return into;
    }

    private static byte[] Bytes(TTally tally)
    {
        var writer = new FormWriter();
        tally.WriteTo(writer);
        return writer.ToArray();
    }

    private TTally Fill(Call[] calls)
    {
        var tally = TTally.Empty;
        Add(tally, calls);
        return tally;
    }

    private void Add(TTally tally, Call[] calls)
    {
        foreach (var call in calls)
        {
            Assert.Equal(LineOutcome.Counted, parser.Parse(call.ToLine(), out var notification, out _));
            tally.Add(notification);
        }
    }
}

public sealed class NationalTallyAlgebraTests : TallyAlgebraTests<NationalTally>;

public sealed class ProvincesTallyAlgebraTests : TallyAlgebraTests<ProvincesTally>;

public sealed class MinuteTallyAlgebraTests : TallyAlgebraTests<MinuteTally>;
