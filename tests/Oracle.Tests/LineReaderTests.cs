using System.Text;
using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class LineReaderTests
{
    // 2017-04-12 is the 736,430th day since year 1 began: 2016 years (736,329 days with 488 leap days), 31 + 28 + 31 + 11 = 101 days.
    private const long DayMs = 736_430L * 86_400_000;

    [Fact]
    public void Read_SampleOrder_DecodesEveryValue()
    {
        var line = Read(SampleLine.Order());

        Assert.Equal(LineOutcome.Counted, line.Outcome);
        Assert.Null(line.Reason);
        Assert.Equal("reChargeNotifyReq", line.Service);
        Assert.Equal(DayMs + (3 * 3_600_000) + 8_471, line.StartMs);
        Assert.Equal(("20170412", "2017041203", "201704120300"), (line.Day, line.Hour, line.Minute));
        Assert.True(line.Succeeded);
        Assert.Equal("200", line.Province);
        Assert.Equal(5000, line.AmountFen);
        Assert.Equal(("WXPAY", "6900", "0000"), (line.GatewayKey, line.ChannelKey, line.ResultKey));
        Assert.Equal(("0000", "0000"), (line.InterFacRst, line.CodeKey));
        Assert.Equal(new Duration(true, 35_289), line.Recharge);
        Assert.Equal(Duration.NotAsked, line.Payment);
        Assert.Equal(Duration.NotAsked, line.Latency);
    }

    [Fact]
    public void Read_SamplePayment_DecodesEveryValue()
    {
        var line = Read(SampleLine.Payment());

        Assert.Equal("payNotifyReq", line.Service);
        Assert.Equal(new Duration(true, 12_529), line.Payment);
        Assert.Equal(Duration.NotAsked, line.Recharge);
        Assert.Equal((null, null, null, null), (line.Province, line.GatewayKey, line.ChannelKey, line.ResultKey));
        Assert.Null(line.AmountFen);
    }

    [Fact]
    public void Read_SampleRequest_DecodesEveryValue()
    {
        var line = Read(SampleLine.Request());

        Assert.Equal("sendRechargeReq", line.Service);
        Assert.Equal(new Duration(true, 321), line.Latency);
        Assert.Equal((Duration.NotAsked, Duration.NotAsked), (line.Recharge, line.Payment));
    }

    [Theory]
    [InlineData("\"20170412030008470\"", null)] // 1 ms before the start
    [InlineData("\"20170412030008471\"", 0L)]
    [InlineData("\"20170413030008471\"", 86_400_000L)]
    [InlineData("\"20170413030008472\"", null)] // 1 ms above 24 h
    [InlineData("20170412030008472", 1L)] // a number token counts as its text
    [InlineData("\"201704120300084720\"", null)]
    [InlineData("\"20170412030060000\"", null)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    public void Read_ReceiveNotifyTime_GivesDurationOrWithout(string json, long? ms)
    {
        Assert.Equal(new Duration(true, ms), Read(SampleLine.Order(("receiveNotifyTime", json))).Recharge);
        Assert.Equal(new Duration(true, ms), Read(SampleLine.Payment(("receiveNotifyTime", json))).Payment);
        Assert.Equal(Duration.NotAsked, Read(SampleLine.Order(("receiveNotifyTime", json), ("bussinessRst", "\"1\""))).Recharge);
        Assert.Equal(Duration.NotAsked, Read(SampleLine.Payment(("receiveNotifyTime", json), ("bussinessRst", "\"1\""))).Payment);
    }

    [Theory]
    [InlineData("\"20170412030022000\"", "\"20170412030022000\"", true, 0L)]
    [InlineData("\"20170412030022001\"", "\"20170412030022000\"", true, null)]
    [InlineData("\"20170412030022000\"", "\"20170413030022000\"", true, 86_400_000L)]
    [InlineData("\"20170412030022000\"", "\"20170413030022001\"", true, null)]
    [InlineData("\"20160228235959999\"", "\"20160229000000000\"", true, 1L)]
    [InlineData("\"20170412030022000\"", "\"x\"", false, null)]
    [InlineData("null", "\"20170412030022000\"", false, null)]
    public void Read_RequestTimes_GiveLatency(string start, string end, bool isAsked, long? ms)
    {
        var latency = Read(SampleLine.Request(("startReqTime", start), ("endReqTime", end), ("bussinessRst", "\"1\""))).Latency;

        Assert.Equal(new Duration(isAsked, ms), latency);
    }

    [Theory]
    [InlineData("\"WXPAY\"", "WXPAY")]
    [InlineData("\"\\u0057XPAY\"", "WXPAY")]
    [InlineData("1.50", "1.50")]
    [InlineData("-0", "-0")]
    [InlineData("1E5", "1E5")]
    [InlineData("\"\"", "unknown")]
    [InlineData("null", "unknown")]
    [InlineData("true", "unknown")]
    [InlineData("{\"a\":1}", "unknown")]
    [InlineData("[\"WXPAY\"]", "unknown")]
    [InlineData(null, "unknown")]
    [InlineData("\" \"", " ")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"\\ud800\"", "\uFFFD")]
    [InlineData("\"\\ude00\\ud83d\"", "\uFFFD\uFFFD")]
    [InlineData("\"\\ud83d\\ud83d\\ude00x\"", "\uFFFD😀x")]
    [InlineData("\"\\ud83d😀\"", "\uFFFD😀")]
    [InlineData("\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\"", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk")] // 32
    [InlineData("\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\"", "other")] // 33
    [InlineData("\"中文中文中文中文中文ab\"", "中文中文中文中文中文ab")] // 10 × 3 + 2
    [InlineData("\"中文中文中文中文中文abc\"", "other")]
    [InlineData("\"\\u006b\\u006b\\u006b\\u006b\\u006b\\u006b\"", "kkkkkk")] // 36 bytes before unescaping
    public void Read_Key_IsItsTextUnknownOrOther(string? json, string key)
    {
        Assert.Equal(key, Read(SampleLine.Order(("gateway_id", json))).GatewayKey);
        Assert.Equal(key, Read(SampleLine.Order(("channelCode", json))).ChannelKey);
        Assert.Equal(key == "unknown" ? null : key, Read(SampleLine.Order(("interFacRst", json))).CodeKey);
    }

    [Theory]
    [InlineData(RejectReason.NotOneJsonObject, "[]")]
    [InlineData(RejectReason.ServiceName, "{}")]
    [InlineData(RejectReason.RequestId, "{\"serviceName\":\"makeneworder\",\"requestId\":\"2017041203000847\"}")]
    [InlineData(RejectReason.BussinessRst, "{\"serviceName\":\"makeneworder\",\"requestId\":\"20170412030008471\"}")]
    [InlineData(RejectReason.ProvinceCode, "{\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"20170412030008471\",\"bussinessRst\":\"1\"}")]
    [InlineData(RejectReason.Chargefee, "{\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"20170412030008471\",\"bussinessRst\":\"0000\",\"provinceCode\":\"200\"}")]
    public void Read_FaultyLine_SaysWhy(RejectReason reason, string text)
    {
        var line = Read(text);

        Assert.Equal((LineOutcome.Rejected, reason), (line.Outcome, line.Reason));
    }

    [Fact]
    public void Read_FaultyBytes_SaysWhy()
    {
        Assert.Equal(RejectReason.NotUtf8, LineReader.Read([0x7B, 0xFF, 0x7D]).Reason);
        Assert.Equal(RejectReason.TooLong, Read(new string('x', 65_537)).Reason);
        Assert.Equal(RejectReason.NotOneJsonObject, Read(new string('x', 65_536)).Reason);
        Assert.Equal(LineOutcome.Blank, Read(new string(' ', 65_537)).Outcome);
    }

    [Fact]
    public void Read_SmallestLine_LeavesTheRestAbsent()
    {
        var line = Read("{\"serviceName\":\"MAKENEWORDER\",\"requestId\":20170412030008471,\"bussinessRst\":0}");

        Assert.Equal((LineOutcome.Counted, "makeNewOrder", false), (line.Outcome, line.Service, line.Succeeded));
        Assert.Equal((null, null), (line.InterFacRst, line.CodeKey));
    }

    private static LineReading Read(string text) => LineReader.Read(Encoding.UTF8.GetBytes(text));
}
