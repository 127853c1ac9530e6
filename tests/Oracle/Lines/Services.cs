namespace RechargeMonitor.Oracle;

/// <summary>The five services, spelled as the figures show them.</summary>
public static class Services
{
    public const string MakeNewOrder = "makeNewOrder";
    public const string SendPayReq = "sendPayReq";
    public const string PayNotifyReq = "payNotifyReq";
    public const string SendRechargeReq = "sendRechargeReq";
    public const string ReChargeNotifyReq = "reChargeNotifyReq";

    /// <summary>All five, in the order of an order's steps.</summary>
    public static readonly IReadOnlyList<string> InStepOrder =
        [MakeNewOrder, SendPayReq, PayNotifyReq, SendRechargeReq, ReChargeNotifyReq];
}
