using System.Text;
using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class LineCutterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n", "")]
    [InlineData("\uFEFF\n", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb", "a", "b")]
    [InlineData("a\r\nb\r\n", "a", "b")]
    [InlineData("\r\n\n", "", "")]
    [InlineData("a\n\nb\n", "a", "", "b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("a\r\r\n", "a\r")]
    [InlineData("a\r", "a\r")]
    [InlineData("\uFEFFa\n\uFEFFb", "a", "\uFEFFb")]
    [InlineData("\uFEFF\uFEFFa", "\uFEFFa")]
    [InlineData("a\n ", "a", " ")]
    public void Cut_File_GivesItsLines(string file, params string[] lines) =>
        Assert.Equal(lines, LineCutter.Cut(Encoding.UTF8.GetBytes(file)).Select(Encoding.UTF8.GetString));
}
