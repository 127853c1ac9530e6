using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Orleans.Dashboard;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>Puts the grain dashboard where it belongs: Orleans itself asks nobody who he is.</summary>
internal static class DashboardAccess
{
    private const string Path = "/dashboard";

    /// <summary>Maps the dashboard. Returns where it is, or why it is not there.</summary>
    public static string Map(WebApplication app, DashboardOptions options, string url)
    {
        if (options.PasswordFile is { } file)
            Protect(app, options.User, Read(file));
        else if (!UrlRule.IsLoopback(url))
            return $"off: {url} is reached from elsewhere, so name a password with Dashboard:PasswordFile";
        app.MapOrleansDashboard(Path);
        return url.TrimEnd('/') + Path;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"Dashboard:PasswordFile {file} cannot be read ({exception.Message}): name a file that holds the password", exception);
        }
    }

    /// <summary>HTTP Basic (RFC 7617): browsers ask for it by themselves. Beyond this machine it belongs behind TLS.</summary>
    private static void Protect(WebApplication app, string user, string password)
    {
        // Hashes are of one length, so comparing them tells nothing of the password's.
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes($"{user}:{password}"));
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), dashboard => dashboard.Use((context, next) =>
        {
            if (IsExpected(context.Request.Headers.Authorization.ToString(), expected))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"recharge-monitor\", charset=\"UTF-8\"";
            return Task.CompletedTask;
        }));
    }

    private static bool IsExpected(string header, byte[] expected)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var given) || given.Scheme != "Basic" || given.Parameter is null)
            return false;
        var bytes = new byte[given.Parameter.Length];
        return Convert.TryFromBase64String(given.Parameter, bytes, out var length)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(bytes.AsSpan(0, length)), expected);
    }
}
