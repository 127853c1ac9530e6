using System.Globalization;
using System.Text;

namespace RechargeMonitor.Bench.Micro;

/// <summary>Lines as real ones are: three calls that carry different fields, values that change, the same every time.</summary>
internal static class SampleLines
{
    /// <summary>How many there are.</summary>
    public const int Count = 4_000;

    // The parser looks at more bytes than the last line has.
    private const int RoomBytes = 256;

    private const int Seed = 20170412;

    private static readonly string[] Services = ["reChargeNotifyReq", "payNotifyReq", "sendRechargeReq"];
    private static readonly string[] Gateways = ["WXPAY", "CMPAY", "ALIPAY"];
    private static readonly string[] Channels = ["6900", "0705"];
    private static readonly string[] Provinces = ["100", "200", "210", "311", "571", "731", "898", "991"];
    private static readonly string[] AmountsFen = ["990", "3000", "5000", "10000", "49900"];

    /// <summary>Each line without its ending.</summary>
    public static byte[][] Each()
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, Count).Select(number => Encoding.UTF8.GetBytes(Line(number, random)))];
    }

    /// <summary>All lines with their endings, and how many bytes they take; more follow.</summary>
    public static (byte[] Bytes, int Length) Run()
    {
        byte[] lines = [.. Each().SelectMany(line => line.Append((byte)'\n'))];
        return ([.. lines, .. new byte[RoomBytes]], lines.Length);
    }

    private static string Line(int number, Random random)
    {
        var start = new DateTime(2017, 4, 12).AddMilliseconds(random.Next(86_000_000));
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["bussinessRst"] = random.Next(20) == 0 ? "2998" : "0000",
            ["channelCode"] = Pick(random, Channels),
            ["chargefee"] = Pick(random, AmountsFen),
            ["clientIp"] = $"10.{random.Next(256)}.{random.Next(256)}.7",
            ["interFacRst"] = "0000",
            ["logOutTime"] = Text(start.AddSeconds(40)),
            ["orderId"] = $"{500_000_000_000_000_000 + number}",
            ["phoneno"] = $"13800{number:000000}",
            ["provinceCode"] = Pick(random, Provinces),
            ["requestId"] = $"{Text(start)}{random.Next():000000000000000}",
            ["retMsg"] = "接口调用成功",
            ["serverIp"] = "10.1.2.3",
            ["serverPort"] = "8080",
            ["serviceName"] = Services[number % Services.Length],
            ["sysId"] = "15",
        };
        if (fields["serviceName"] == "sendRechargeReq")
        {
            fields["startReqTime"] = Text(start.AddSeconds(20));
            fields["endReqTime"] = Text(start.AddSeconds(20).AddMilliseconds(random.Next(5, 3_000)));
            fields["shouldfee"] = fields["chargefee"];
        }
        else
        {
            fields["gateway_id"] = Pick(random, Gateways);
            fields["receiveNotifyTime"] = Text(start.AddMilliseconds(random.Next(500, 60_000)));
        }

        return $"{{{string.Join(',', fields.Select(field => $"\"{field.Key}\":\"{field.Value}\""))}}}";
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];

    private static string Text(DateTime time) => time.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
}
