using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// <c>/login</c> lets a browser in: the key that it is given goes into a cookie. <c>/logout</c> takes it away.
/// </summary>
internal static class LoginEndpoints
{
    private const string LoginPath = "/login";
    private const string NextParameter = "next";
    private const string Fault = "<p role=\"alert\">密钥无效 <span lang=\"en\">This key is not valid</span></p>";
    private const string HtmlType = "text/html; charset=utf-8";

    private static readonly string Page = Read();
    private static readonly byte[] Asking = Encoding.UTF8.GetBytes(Page);
    private static readonly byte[] Refusing = Encoding.UTF8.GetBytes(Page.Replace("<!--fault-->", Fault, StringComparison.Ordinal));
    private static readonly string Policy = $"default-src 'none'; style-src 'sha256-{StyleHash()}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LoginPath, static (HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, Asking)).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost(LoginPath, LogInAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/logout", LogOut).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The path of the login page that leads back to what was asked for.</summary>
    public static string PathBackTo(HttpRequest request) =>
        $"{LoginPath}?{NextParameter}={Uri.EscapeDataString($"{request.Path}{request.QueryString}")}";

    private static async Task LogInAsync(HttpContext context, KeyRing keys)
    {
        if (!IsOfThisSite(context.Request))
        {
            await new ProblemAnswer(StatusCodes.Status403Forbidden, "Another site's page cannot log in here.").ExecuteAsync(context);
            return;
        }

        var key = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["key"].ToString().Trim() : "";
        if (keys.Find(key) is null)
        {
            await WriteAsync(context, StatusCodes.Status401Unauthorized, Refusing);
            return;
        }

        SessionCookie.Set(context, key);
        Go(context, PathWithin(context.Request.Query[NextParameter].ToString()));
    }

    private static async Task LogOut(HttpContext context)
    {
        if (!IsOfThisSite(context.Request))
        {
            await new ProblemAnswer(StatusCodes.Status403Forbidden, "Another site's page cannot log out here.").ExecuteAsync(context);
            return;
        }

        SessionCookie.Delete(context);
        Go(context, LoginPath);
    }

    private static void Go(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = path;
    }

    /// <summary>Browsers say where a form comes from; what says nothing is no browser, and has no cookie to lose.</summary>
    private static bool IsOfThisSite(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
            return site == "same-origin" || site == "none";
        var origin = request.Headers.Origin;
        return origin.Count == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var address) && address.Authority == request.Host.Value);
    }

    /// <summary>A path of this server, whatever was asked for: a link to the login page must not lead elsewhere.</summary>
    private static string PathWithin(string path) =>
        path.Length > 0 && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && path.All(letter => letter is > ' ' and < '\u007f')
            ? path
            : "/";

    private static Task WriteAsync(HttpContext context, int status, byte[] page)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.ContentType = HtmlType;
        response.ContentLength = page.Length;
        return response.Body.WriteAsync(page).AsTask();
    }

    private static string StyleHash()
    {
        var start = Page.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length;
        var style = Page[start..Page.IndexOf("</style>", StringComparison.Ordinal)];
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
    }

    private static string Read()
    {
        using var stream = typeof(LoginEndpoints).Assembly.GetManifestResourceStream("login.html")
            ?? throw new InvalidOperationException("the file login.html is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
