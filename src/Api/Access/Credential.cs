using Microsoft.AspNetCore.Http;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// What a request shows to be let in: <c>Authorization: Bearer KEY-OR-TOKEN</c>, or, from a browser that has logged in, the
/// same key in a cookie, since pages and their event streams cannot set headers.
/// </summary>
internal static class Credential
{
    private const string Scheme = "Bearer ";

    /// <summary>The key or token; empty where there is none. A header goes before a cookie.</summary>
    public static ReadOnlySpan<char> Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count > 0)
            return OfHeader(header.Count == 1 ? header[0] : null);
        return request.Headers.Cookie.Count > 0 ? request.Cookies[SessionCookie.NameFor(request)] : default;
    }

    private static ReadOnlySpan<char> OfHeader(ReadOnlySpan<char> header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : default;
}
