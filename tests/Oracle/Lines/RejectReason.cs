namespace RechargeMonitor.Oracle;

/// <summary>Why a line is rejected: the first of these that applies, in this order.</summary>
public enum RejectReason
{
    /// <summary>Longer than 65,536 bytes.</summary>
    TooLong,

    /// <summary>Not valid UTF-8.</summary>
    NotUtf8,

    /// <summary>Not exactly one JSON object (RFC 8259).</summary>
    NotOneJsonObject,

    /// <summary><c>serviceName</c> is missing, empty or no text.</summary>
    ServiceName,

    /// <summary><c>requestId</c> does not begin with 17 digits that are a real date and time.</summary>
    RequestId,

    /// <summary><c>bussinessRst</c> is missing, empty or no text.</summary>
    BussinessRst,

    /// <summary><c>provinceCode</c> of a <c>reChargeNotifyReq</c> is not 1 to 6 digits.</summary>
    ProvinceCode,

    /// <summary><c>chargefee</c> of a successful <c>reChargeNotifyReq</c> is not 1 to 15 digits.</summary>
    Chargefee,
}
