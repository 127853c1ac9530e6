using Microsoft.AspNetCore.Http;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// The cookie of a browser that has logged in. It holds the key itself: so the server keeps no sessions, every process that
/// has the same file of keys knows it, and a key that is taken away ends it at once.
/// </summary>
internal static class SessionCookie
{
    private const string Name = "recharge-monitor";

    // Browsers take this name only from the host itself, over TLS, for all of it.
    private const string SecureName = "__Host-" + Name;

    // A wall is logged in once and then left alone; browsers cut more than 400 days anyway.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    public static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    public static void Set(HttpContext context, string key) =>
        context.Response.Cookies.Append(NameFor(context.Request), key, Options(context.Request, Lifetime));

    public static void Delete(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, null));

    // Strict: no other site's page can make the browser send it. HttpOnly: no script reads it.
    private static CookieOptions Options(HttpRequest request, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
    };
}
