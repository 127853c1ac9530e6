using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class TimeReaderTests
{
    /// <summary>What a time means must not depend on what was read before it.</summary>
    [Fact]
    public void TryRead_ZeroBytesAsADay_IsNoTimeForANewReaderEither()
    {
        var text = "\0\0\0\0\0\0\0\0030108471"u8;
        var reader = new TimeReader();

        Assert.False(reader.TryRead(text, out _));
        Assert.True(reader.TryRead("20170412030108471"u8, out _));
        Assert.False(reader.TryRead(text, out _));
    }
}
