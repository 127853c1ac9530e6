using System.Text;
using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class RecountTests
{
    [Fact]
    public void WriteJson_NoFile_IsEmpty() =>
        Assert.Equal(
            """{"audit":{"lines":0,"counted":0,"other":0,"rejected":0,"blank":0,"byService":{"makeNewOrder":0,"sendPayReq":0,"payNotifyReq":0,"sendRechargeReq":0,"reChargeNotifyReq":0},"balanced":true,"sources":[]},"days":[]}""",
            Json(new Recount()));

    [Fact]
    public void WriteJson_OneOfEach_IsAsCalculatedByHand()
    {
        // 35,289 ms; failed in another province, minute and hour; the payment took 12,529 ms; the request 321 ms.
        var b = Bytes("\uFEFF" + SampleLine.Order() + "\r\n" + SampleLine.Payment() + "\n\n"
            + SampleLine.Order(("bussinessRst", "\"2001\""), ("chargefee", null), ("provinceCode", "7"), ("gateway_id", null), ("requestId", "\"20170412235959999\""), ("interFacRst", "\"E1\"")));
        var a = Bytes(SampleLine.Request(("interFacRst", null)) + "\n{}\n{\"serviceName\":\"x\"}\n");
        var recount = new Recount();
        recount.Add("b.log", b);
        recount.Add("a.log", a);

        var expected = OneOfEach.ReplaceLineEndings("").Replace("<length of b>", $"{b.Length}").Replace("<length of a>", $"{a.Length}");
        Assert.Equal(expected, Json(recount));
    }

    private const string OneOfEach =
        """
        {"audit":{"lines":7,"counted":4,"other":1,"rejected":1,"blank":1,
        "byService":{"makeNewOrder":0,"sendPayReq":0,"payNotifyReq":1,"sendRechargeReq":1,"reChargeNotifyReq":2},"balanced":true,
        "sources":[{"source":"b.log","position":<length of b>,"lines":4,"counted":3,"other":0,"rejected":0,"blank":1},
        {"source":"a.log","position":<length of a>,"lines":3,"counted":1,"other":1,"rejected":1,"blank":0}]},
        "days":[{"day":"20170412",
        "overview":{"day":"20170412","orders":{"total":2,"succeeded":1,"failed":1,"successRate":0.5,"amountFen":5000},
        "recharge":{"count":1,"averageMs":35289,"minMs":35289,"maxMs":35289,"p50Ms":35289,"p95Ms":35289,"p99Ms":35289,"withoutDuration":0},
        "payment":{"count":1,"averageMs":12529,"minMs":12529,"maxMs":12529,"p50Ms":12529,"p95Ms":12529,"p99Ms":12529,"withoutDuration":0}},
        "minutes":[{"at":"201704120300","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000},
        {"at":"201704122359","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0}],
        "hours":[{"at":"2017041203","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000},
        {"at":"2017041223","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0}],
        "provinces":[{"code":"7","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0},
        {"code":"200","name":"广东","nameEn":"Guangdong","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000}],
        "interfaces":[{"service":"makeNewOrder","calls":0,"failed":0,"withoutResult":0,"codes":{},"latency":{"count":0,"withoutDuration":0}},
        {"service":"sendPayReq","calls":0,"failed":0,"withoutResult":0,"codes":{},"latency":{"count":0,"withoutDuration":0}},
        {"service":"payNotifyReq","calls":1,"failed":0,"withoutResult":0,"failureRate":0,"codes":{"0000":1},"latency":{"count":0,"withoutDuration":0}},
        {"service":"sendRechargeReq","calls":1,"failed":0,"withoutResult":1,"failureRate":0,"codes":{},
        "latency":{"count":1,"averageMs":321,"minMs":321,"maxMs":321,"p50Ms":321,"p95Ms":321,"p99Ms":321,"withoutDuration":0}},
        {"service":"reChargeNotifyReq","calls":2,"failed":1,"withoutResult":0,"failureRate":0.5,"codes":{"0000":1,"E1":1},"latency":{"count":0,"withoutDuration":0}}],
        "breakdowns":{"gateway":[{"key":"unknown","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0},
        {"key":"WXPAY","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000}],
        "channel":[{"key":"6900","total":2,"succeeded":1,"failed":1,"successRate":0.5,"amountFen":5000}],
        "result":[{"key":"2001","total":1,"succeeded":0,"failed":1,"successRate":0,"amountFen":0},
        {"key":"0000","total":1,"succeeded":1,"failed":0,"successRate":1,"amountFen":5000}]}}]}
        """;

    private static string Json(Recount recount) => Encoding.UTF8.GetString(recount.ToJson());

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
