using System.Text;
using RechargeMonitor.Ingest.Generator;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Generator;

public sealed class GeneratedLineTests
{
    private static readonly string[] FieldsOf =
    [
        "bussinessRst channelCode chargefee clientIp endReqTime idType interFacRst logOutTime orderId phoneno prodCnt provinceCode requestId retMsg serverIp serverPort serviceName shouldfee srcChannel startReqTime sysId",
        "bussinessRst channelCode chargefee clientIp endReqTime gateway_id idType interFacRst logOutTime orderId payPhoneNo phoneno provinceCode requestId retMsg serverIp serverPort serviceName shouldfee srcChannel startReqTime sysId",
        "bussinessRst channelCode chargefee clientIp gateway_id interFacRst logOutTime orderId payPhoneNo phoneno provinceCode rateoperateid receiveNotifyTime requestId retMsg serverIp serverPort serviceName shouldfee srcChannel sysId",
        "bussinessRst channelCode chargefee clientIp endReqTime idType interFacRst logOutTime orderId prodCnt provinceCode requestId retMsg serverIp serverPort serviceName shouldfee startReqTime sysId",
        "bussinessRst channelCode chargefee clientIp gateway_id idType interFacRst logOutTime orderId phoneno provinceCode receiveNotifyTime requestId resultTime retMsg serverIp serverPort serviceName sysId",
    ];

    private static readonly string[] ServiceNames =
        ["makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"];

    [Fact]
    public void Next_EveryLine_HasTheFieldsOfItsServiceInTheirOrder()
    {
        foreach (var (line, bytes) in GeneratedStream.Read(GeneratedStream.OneDay(3_000)))
        {
            var fields = new LineFields(bytes);
            var expected = FieldsOf[(int)line.Step].Split(' ').Where(name => name != "interFacRst" || fields.Find(name) is not null);

            Assert.Equal(expected, fields.Names);
            Assert.Equal(ServiceNames[(int)line.Step], fields["serviceName"]);
            Assert.Equal((byte)'\n', bytes[^1]);
            Assert.DoesNotContain((byte)' ', bytes);
        }
    }

    [Fact]
    public void Next_EveryLine_HasWellFormedValues()
    {
        foreach (var (line, bytes) in GeneratedStream.Read(GeneratedStream.OneDay(3_000)))
        {
            var fields = new LineFields(bytes);
            Assert.Matches("^[0-9]{32}$", fields["requestId"]);
            Assert.Matches("^[1-9][0-9]{17}$", fields["orderId"]);
            Assert.Matches("^(1000|2000|3000|5000|10000|20000|30000|50000)$", fields["chargefee"]);
            Assert.Matches(@"^100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])(\.(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])){2}$", fields["clientIp"]);
            Assert.Matches("^1[3-9][0-9]00[0-9]{6}$", fields.Find("phoneno") ?? fields.Find("payPhoneNo") ?? "13400000000");
            Assert.Matches("^[0-9]{4}$", fields["bussinessRst"]);
            Assert.Equal(line.LogTime, fields.Time("logOutTime"));
            Assert.InRange(bytes.Length, 450, 640);
            if (fields.Find("shouldfee") is { } fee)
                Assert.InRange(int.Parse(fee), int.Parse(fields["chargefee"]) * 98 / 100, int.Parse(fields["chargefee"]));
        }
    }

    [Fact]
    public void Next_EveryLine_HasTimesInTheirNaturalOrder()
    {
        foreach (var (line, bytes) in GeneratedStream.Read(GeneratedStream.OneDay(3_000)))
        {
            var fields = new LineFields(bytes);
            var isNotification = line.Step is OrderStep.PayNotifyReq or OrderStep.ReChargeNotifyReq;
            var begin = fields.Time(isNotification ? "receiveNotifyTime" : "startReqTime");
            var end = isNotification ? begin : fields.Time("endReqTime");

            Assert.True(fields.Start < begin, Encoding.UTF8.GetString(bytes));
            Assert.True(begin <= end, Encoding.UTF8.GetString(bytes));
            Assert.True(end <= line.LogTime, Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void Next_LinesOfOneOrder_AgreeOnWhatTheyTell()
    {
        string[] same = ["requestId", "orderId", "provinceCode", "chargefee", "channelCode", "clientIp", "sysId", "phoneno", "payPhoneNo", "gateway_id", "shouldfee"];
        foreach (var order in GeneratedStream.Read(GeneratedStream.OneDay(500)).GroupBy(line => line.Line.Order))
        {
            var lines = order.Select(line => new LineFields(line.Bytes)).ToList();
            foreach (var name in same)
                Assert.True(lines.Select(line => line.Find(name)).Where(value => value is not null).Distinct().Count() <= 1, $"{name} of order {order.Key} differs.");
        }
    }

    [Fact]
    public void Next_EveryOrder_HasItsOwnIds()
    {
        var lines = GeneratedStream.Read(GeneratedStream.OneDay(20_000))
            .Where(line => line.Line.Step == OrderStep.MakeNewOrder)
            .Select(line => new LineFields(line.Bytes))
            .ToList();

        Assert.Equal(20_000, lines.Select(line => line["requestId"]).Distinct().Count());
        Assert.Equal(20_000, lines.Select(line => line["orderId"]).Distinct().Count());
    }
}
