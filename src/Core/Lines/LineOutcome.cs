namespace RechargeMonitor.Core.Lines;

/// <summary>What becomes of a line. Every line ends in exactly one of these.</summary>
public enum LineOutcome
{
    /// <summary>A well-formed line of one of the five services.</summary>
    Counted,

    /// <summary>A well-formed line of another service.</summary>
    Other,

    /// <summary>A line that cannot be counted; a <see cref="RejectReason"/> says why.</summary>
    Rejected,

    /// <summary>Nothing but white space.</summary>
    Blank,
}

/// <summary>Why a line was rejected. The values are stored: they never change.</summary>
public enum RejectReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>Longer than <see cref="LineSplitter.MaxLineBytes"/>.</summary>
    TooLong = 1,

    /// <summary>Not valid UTF-8.</summary>
    NotUtf8 = 2,

    /// <summary>Not one JSON object.</summary>
    NotAnObject = 3,

    /// <summary>No <c>serviceName</c>, or one that is empty or no text.</summary>
    ServiceName = 4,

    /// <summary><c>requestId</c> does not begin with 17 digits that are a real date and time.</summary>
    RequestId = 5,

    /// <summary>No <c>bussinessRst</c>, or one that is empty or no text.</summary>
    BusinessResult = 6,

    /// <summary><c>provinceCode</c> is not 1 to 6 digits.</summary>
    ProvinceCode = 7,

    /// <summary><c>chargefee</c> of a successful top-up is not 1 to 15 digits.</summary>
    ChargeFee = 8,
}

/// <summary>Reasons as operators read them.</summary>
public static class RejectReasons
{
    /// <summary>How many reasons there are, <see cref="RejectReason.None"/> included.</summary>
    public const int Count = 9;

    /// <summary>The name of a reason where programs tell reasons apart, as in metrics.</summary>
    public static string Name(RejectReason reason) => reason switch
    {
        RejectReason.TooLong => "too_long",
        RejectReason.NotUtf8 => "not_utf8",
        RejectReason.NotAnObject => "not_an_object",
        RejectReason.ServiceName => "service_name",
        RejectReason.RequestId => "request_id",
        RejectReason.BusinessResult => "business_result",
        RejectReason.ProvinceCode => "province_code",
        RejectReason.ChargeFee => "charge_fee",
        _ => "unknown",
    };

    /// <summary>One short sentence that names the field and what was expected.</summary>
    public static string Describe(RejectReason reason) => reason switch
    {
        RejectReason.None => "not rejected",
        RejectReason.TooLong => "longer than 64 KiB",
        RejectReason.NotUtf8 => "not valid UTF-8",
        RejectReason.NotAnObject => "not one JSON object",
        RejectReason.ServiceName => "serviceName is missing or empty",
        RejectReason.RequestId => "requestId does not begin with 17 digits that are a real date and time (yyyyMMddHHmmssSSS)",
        RejectReason.BusinessResult => "bussinessRst is missing or empty",
        RejectReason.ProvinceCode => "provinceCode is not 1 to 6 digits",
        RejectReason.ChargeFee => "chargefee of a successful top-up is not 1 to 15 digits",
        _ => "rejected for a reason that this version does not know",
    };
}
