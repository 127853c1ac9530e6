using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RechargeMonitor.Api.Answers;

/// <summary>What every answer tells browsers: to take it for what it says it is, and to let no other site use it.</summary>
internal static class SecurityHeaders
{
    // Pages name what they need instead.
    private static readonly StringValues NothingElse = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues OneYear = "max-age=31536000";

    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers.ContentSecurityPolicy = NothingElse;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        if (context.Request.IsHttps)
            headers.StrictTransportSecurity = OneYear;
    }
}
