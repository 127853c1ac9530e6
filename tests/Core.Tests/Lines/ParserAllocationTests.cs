using System.Text;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Oracle;
using Xunit;
using LineOutcome = RechargeMonitor.Core.Lines.LineOutcome;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class ParserAllocationTests
{
    private const int Lines = 10_000;

    private readonly NotificationParser parser = new();

    [Theory]
    [InlineData("makeNewOrder")]
    [InlineData("sendPayReq")]
    [InlineData("payNotifyReq")]
    [InlineData("sendRechargeReq")]
    [InlineData("reChargeNotifyReq")]
    public void Parse_ValidLine_AllocatesNothing(string service) => AssertNothing(
        LineOutcome.Counted,
        SampleLine.Order(("serviceName", $"\"{service}\"")),
        SampleLine.Payment(("serviceName", $"\"{service}\"")),
        SampleLine.Request(("serviceName", $"\"{service}\"")));

    [Fact]
    public void Parse_EscapedLine_AllocatesNothing() => AssertNothing(
        LineOutcome.Counted,
        SampleLine.Order(("service\\u004eame", "\"reCharge\\u004eotifyReq\""), ("gateway_id", "\"\\ud83d\\ude00\\n\\/\""), ("chargefee", "\"\\u0035000\"")));

    [Fact]
    public void Parse_RejectedLine_AllocatesNothing() => AssertNothing(
        LineOutcome.Rejected,
        "hello", "{", SampleLine.Order()[..200], new string('x', 70_000),
        SampleLine.Order(("requestId", "\"20170230000000000\"")), SampleLine.Order(("chargefee", "\"-1\"")),
        SampleLine.Order(("provinceCode", "null")), SampleLine.Order(("bussinessRst", "\"\"")), SampleLine.Order(("serviceName", null)));

    [Fact]
    public void Parse_OtherService_AllocatesNothing() => AssertNothing(LineOutcome.Other, SampleLine.Order(("serviceName", "\"queryOrder\"")));

    [Fact]
    public void Parse_BlankLine_AllocatesNothing() => AssertNothing(LineOutcome.Blank, "", " \t");

    private void AssertNothing(LineOutcome expected, params string[] texts)
    {
        var lines = texts.Select(Encoding.UTF8.GetBytes).ToArray();
        Assert.All(lines, line => Assert.Equal(expected, parser.Parse(line, out _, out _)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < Lines; number++)
            parser.Parse(lines[number % lines.Length], out _, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
