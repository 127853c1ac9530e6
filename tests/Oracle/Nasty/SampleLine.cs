using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>Lines as real logs have them, to be changed field by field.</summary>
public static class SampleLine
{
    /// <summary>A successful order of 5,000 fen in 200 (Guangdong) that took 35,289 ms.</summary>
    public static readonly IReadOnlyList<(string Name, string? Json)> OrderFields =
    [
        ("bussinessRst", "\"0000\""), ("channelCode", "\"6900\""), ("chargefee", "\"5000\""), ("clientIp", "\"10.1.2.3\""),
        ("gateway_id", "\"WXPAY\""), ("idType", "\"01\""), ("interFacRst", "\"0000\""), ("logOutTime", "\"20170412030043761\""),
        ("orderId", "\"384663607178845909\""), ("phoneno", "\"13800138000\""), ("provinceCode", "\"200\""),
        ("receiveNotifyTime", "\"20170412030043760\""), ("requestId", "\"20170412030008471000000000000001\""),
        ("resultTime", "\"20170412030043\""), ("retMsg", "\"接口调用成功\""), ("serverIp", "\"10.4.5.6\""),
        ("serverPort", "\"8080\""), ("serviceName", "\"reChargeNotifyReq\""), ("sysId", "\"15\""),
    ];

    /// <summary>A successful payment of the same order that took 12,529 ms.</summary>
    public static readonly IReadOnlyList<(string Name, string? Json)> PaymentFields =
    [
        ("bussinessRst", "\"0000\""), ("channelCode", "\"6900\""), ("chargefee", "\"5000\""), ("clientIp", "\"10.1.2.3\""),
        ("gateway_id", "\"WXPAY\""), ("interFacRst", "\"0000\""), ("logOutTime", "\"20170412030021001\""),
        ("orderId", "\"384663607178845909\""), ("payPhoneNo", "\"13800138000\""), ("phoneno", "\"13800138000\""),
        ("provinceCode", "\"200\""), ("rateoperateid", "\"\""), ("receiveNotifyTime", "\"20170412030021000\""),
        ("requestId", "\"20170412030008471000000000000001\""), ("retMsg", "\"接口调用成功\""), ("serverIp", "\"10.4.5.6\""),
        ("serverPort", "\"8080\""), ("serviceName", "\"payNotifyReq\""), ("shouldfee", "\"5000\""), ("srcChannel", "\"11\""),
        ("sysId", "\"01\""),
    ];

    /// <summary>A successful request whose latency was 321 ms.</summary>
    public static readonly IReadOnlyList<(string Name, string? Json)> RequestFields =
    [
        ("bussinessRst", "\"0000\""), ("channelCode", "\"0705\""), ("chargefee", "\"5000\""), ("clientIp", "\"10.1.2.3\""),
        ("endReqTime", "\"20170412030022321\""), ("idType", "\"01\""), ("interFacRst", "\"0000\""),
        ("logOutTime", "\"20170412030022322\""), ("orderId", "\"384663607178845909\""), ("prodCnt", "\"1\""),
        ("provinceCode", "\"200\""), ("requestId", "\"20170412030008471000000000000001\""), ("retMsg", "\"接口调用成功\""),
        ("serverIp", "\"10.4.5.6\""), ("serverPort", "\"8080\""), ("serviceName", "\"sendRechargeReq\""),
        ("shouldfee", "\"5000\""), ("startReqTime", "\"20170412030022000\""), ("sysId", "\"15\""),
    ];

    /// <summary>The text of an order line, some fields changed; see <see cref="Text"/>.</summary>
    public static string Order(params (string Name, string? Json)[] changes) => Text(OrderFields, changes);

    /// <summary>The text of a payment line, some fields changed; see <see cref="Text"/>.</summary>
    public static string Payment(params (string Name, string? Json)[] changes) => Text(PaymentFields, changes);

    /// <summary>The text of a request line, some fields changed; see <see cref="Text"/>.</summary>
    public static string Request(params (string Name, string? Json)[] changes) => Text(RequestFields, changes);

    /// <summary>
    /// An object of these fields. A change gives a field another value (JSON, as written) in its place, adds one that
    /// was not there at the end, or removes the field when the value is null.
    /// </summary>
    public static string Text(IEnumerable<(string Name, string? Json)> fields, params (string Name, string? Json)[] changes)
    {
        var all = fields.ToList();
        foreach (var change in changes)
        {
            var place = all.FindIndex(field => field.Name == change.Name);
            if (place >= 0) all[place] = change;
            else all.Add(change);
        }

        return "{" + string.Join(",", all.Where(field => field.Json is not null).Select(field => $"\"{field.Name}\":{field.Json}")) + "}";
    }

    /// <summary>The UTF-8 bytes of a text in which the one '@' stands for other bytes.</summary>
    public static byte[] WithBytes(string text, params byte[] bytes)
    {
        var parts = text.Split('@');
        return [.. Encoding.UTF8.GetBytes(parts[0]), .. bytes, .. Encoding.UTF8.GetBytes(parts[1])];
    }
}
