using System.Text;
using RechargeMonitor.Ingest.Sources.Reading;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Reading;

public sealed class LineTextTests
{
    [Theory]
    [InlineData("\nnext", 1)]
    [InlineData("\r\nnext", 2)]
    [InlineData(" \r\n\nnext", 3)]
    [InlineData("next\n", 0)]
    [InlineData(" next\n", 0)]
    [InlineData("\r", -1)]
    [InlineData("", -1)]
    public void LateEnding_AfterAnUnfinishedLine_IsItsEndingOnly(string text, int length) =>
        Assert.Equal(length, LineText.LateEnding(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("{}", true)]
    [InlineData(" {\"a\":{\"b\":[1]}} \r", true)]
    [InlineData("{\"a\":1", false)]
    [InlineData("{} {}", false)]
    [InlineData("{}x", false)]
    [InlineData("[1]", false)]
    [InlineData("1", false)]
    [InlineData("", false)]
    public void IsWholeObject_Text_IsOneObjectAndNothingElse(string text, bool whole) =>
        Assert.Equal(whole, LineText.IsWholeObject(Encoding.UTF8.GetBytes(text)));
}
