using System.Text;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>The values that lines are made of, as UTF-8.</summary>
internal static class LineText
{
    /// <summary>Result 0 is success. These are the first indices of each kind of failure in <see cref="Results"/>.</summary>
    public const int FirstRechargeFailure = 1;
    public const int SystemBusy = 4;
    public const int FirstPaymentFailure = 5;
    public const int FirstInterfaceFailure = 7;

    /// <summary>Stands for a line that has no field <c>interFacRst</c>.</summary>
    public const int NoInterfaceResult = -1;

    private static readonly string[] ServiceNames =
        ["makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"];

    private static readonly int[] DiscountsPerMille = [995, 998, 1_000, 990];

    public static readonly int[] AmountsFen = [1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 50_000];
    public static readonly byte[][] Services = Utf8(ServiceNames);
    public static readonly byte[][] Results = Utf8("0000", "2998", "3001", "4005", "9999", "1001", "1002", "9001", "9002");
    public static readonly byte[][] Messages = Utf8(
        "接口调用成功", "业务处理失败", "用户状态异常", "超出充值限额", "系统繁忙", "余额不足", "用户取消支付", "接口调用超时", "接口调用失败");

    public static readonly byte[][] Gateways = Utf8("WXPAY", "ALIPAY", "CMPAY", "UNIONPAY");
    public static readonly byte[][] Channels = Utf8("6900", "0705", "0702", "6901", "0708", "9001");
    public static readonly byte[][] Amounts = Utf8(Array.ConvertAll(AmountsFen, amount => $"{amount:D}"));
    public static readonly byte[][] ProvinceCodes =
        Utf8([.. Enumerable.Range(0, Provinces.Count).Select(index => $"{Provinces.Code(index):D}")]);

    /// <summary>What the customer pays, by amount and discount.</summary>
    public static readonly byte[][] Fees = Utf8(
        [.. AmountsFen.SelectMany(amount => DiscountsPerMille.Select(discount => $"{amount * discount / 1_000:D}"))]);

    /// <summary>The first three digits of the operator's own numbers.</summary>
    public static readonly byte[][] PhonePrefixes = Utf8(
        "134", "135", "136", "137", "138", "139", "147", "150", "151", "152", "157", "158", "159", "178", "182", "183",
        "184", "187", "188", "198");

    /// <summary>For each log the fields that name the process writing it.</summary>
    public static readonly byte[][] Servers = Utf8(
        [.. Enumerable.Range(0, LogFiles.Paths.Count).Select(index =>
            $"""
            ","serverIp":"{LogFiles.Address(index)}","serverPort":"{LogFiles.Port(index)}","serviceName":"
            """)]);

    public static string AllServices => string.Join(", ", ServiceNames);

    public static int DiscountCount => DiscountsPerMille.Length;

    public static string ServiceName(OrderStep step) => Enum.IsDefined(step) ? ServiceNames[(int)step] : $"{(int)step}";

    public static bool TryService(string name, out OrderStep step)
    {
        var index = Array.FindIndex(ServiceNames, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        step = (OrderStep)Math.Max(index, 0);
        return index >= 0;
    }

    private static byte[][] Utf8(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);
}
