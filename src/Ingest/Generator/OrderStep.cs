namespace RechargeMonitor.Ingest.Generator;

/// <summary>The five service calls of an order, in their order. Named as the logs spell them, but for the first letter.</summary>
public enum OrderStep
{
    MakeNewOrder = 0,
    SendPayReq = 1,
    PayNotifyReq = 2,
    SendRechargeReq = 3,
    ReChargeNotifyReq = 4,
}
