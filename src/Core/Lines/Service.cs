namespace RechargeMonitor.Core.Lines;

/// <summary>The five service calls of a top-up order, in their order. The values are stored: they never change.</summary>
public enum Service
{
    /// <summary>Step 1, the order is created (订单创建).</summary>
    MakeNewOrder = 0,

    /// <summary>Step 2, payment is requested (支付请求).</summary>
    SendPayReq = 1,

    /// <summary>Step 3, the payment channel reports the payment (支付通知).</summary>
    PayNotifyReq = 2,

    /// <summary>Step 4, the top-up is requested (充值请求).</summary>
    SendRechargeReq = 3,

    /// <summary>Step 5, the top-up's result is reported (充值通知). These lines are the orders that figures count.</summary>
    ReChargeNotifyReq = 4,
}

/// <summary>The services' names as the log writes them.</summary>
public static class Services
{
    /// <summary>How many services there are.</summary>
    public const int Count = 5;

    private static readonly string[] Names =
        ["makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"];

    /// <summary>The name of a service, spelled as in the log.</summary>
    public static string Name(Service service) => Names[(int)service];

    /// <summary>Finds a service by its name, without regard to ASCII case.</summary>
    public static bool TryParse(string name, out Service service)
    {
        service = (Service)Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return service >= 0;
    }

    /// <summary>Finds a service by its name in UTF-8, without regard to ASCII case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out Service service)
    {
        service = name.Length switch
        {
            12 when (name[0] | 0x20) == 'm' => Service.MakeNewOrder,
            12 => Service.PayNotifyReq,
            10 => Service.SendPayReq,
            15 => Service.SendRechargeReq,
            17 => Service.ReChargeNotifyReq,
            _ => (Service)(-1),
        };
        if (service >= 0 && !IsSpelledAsInTheLog(name, service) && !System.Text.Ascii.EqualsIgnoreCase(name, Utf8Name(service)))
            service = (Service)(-1);
        return service >= 0;
    }

    // Each compared with a constant, which takes an instruction or two.
    private static bool IsSpelledAsInTheLog(ReadOnlySpan<byte> name, Service service) => service switch
    {
        Service.MakeNewOrder => name.SequenceEqual("makeNewOrder"u8),
        Service.SendPayReq => name.SequenceEqual("sendPayReq"u8),
        Service.PayNotifyReq => name.SequenceEqual("payNotifyReq"u8),
        Service.SendRechargeReq => name.SequenceEqual("sendRechargeReq"u8),
        _ => name.SequenceEqual("reChargeNotifyReq"u8),
    };

    private static ReadOnlySpan<byte> Utf8Name(Service service) => service switch
    {
        Service.MakeNewOrder => "makeNewOrder"u8,
        Service.SendPayReq => "sendPayReq"u8,
        Service.PayNotifyReq => "payNotifyReq"u8,
        Service.SendRechargeReq => "sendRechargeReq"u8,
        _ => "reChargeNotifyReq"u8,
    };
}
