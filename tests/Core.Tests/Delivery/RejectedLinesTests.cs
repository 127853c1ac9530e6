using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class RejectedLinesTests
{
    private readonly RejectedLines lines = new();

    [Fact]
    public void Add_SameLinesAgain_ChangesNothing()
    {
        Assert.True(lines.Add([Line(1), Line(2)]));
        Assert.False(lines.Add([Line(2), Line(1)]));
        Assert.Equal(2, lines.Lines.Count);
    }

    [Fact]
    public void Add_MoreThanAreKept_KeepsTheNewest()
    {
        lines.Add(Enumerable.Range(0, 1_500).Reverse().Select(offset => Line(offset)));
        Assert.Equal(Enumerable.Range(500, 1_000).Select(offset => (long)offset), lines.Lines.Select(line => line.Offset));
    }

    /// <summary>A line of nothing but broken bytes takes three bytes for each when it is text.</summary>
    [Fact]
    public void Decode_LongestText_RoundTrips()
    {
        var line = Enumerable.Repeat((byte)0xFF, 2_000).ToArray();
        lines.Add([new RejectedLine(1, RejectReason.NotUtf8, PersonalData.Mask(line), DateTimeOffset.UnixEpoch)]);
        Assert.Equal(lines.Lines, RejectedLines.Decode(lines.Encode()).Lines);
    }

    [Fact]
    public void Decode_LoneSurrogates_RoundTripsAsReplacements()
    {
        lines.Add([new RejectedLine(1, RejectReason.NotAnObject, PersonalData.Mask("\\ud800"u8), DateTimeOffset.UnixEpoch)]);
        Assert.Equal("\uFFFD", Assert.Single(RejectedLines.Decode(lines.Encode()).Lines).Text);
    }

    [Fact]
    public void Revision_LinesAdded_IsTheNewestOffsetAndOneMore()
    {
        Assert.Equal(0, lines.Revision);
        lines.Add([Line(7)]);
        Assert.Equal(8, lines.Revision);
        lines.Add([Line(9), Line(8)]);
        Assert.Equal(10, lines.Revision);
        lines.Add([Line(9), Line(1)]);
        Assert.Equal(10, lines.Revision);
        Assert.Equal(10, RejectedLines.Decode(lines.Encode()).Revision);
    }

    private static RejectedLine Line(long offset) => new(offset, RejectReason.NotAnObject, "x", DateTimeOffset.UnixEpoch);
}
