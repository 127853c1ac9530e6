using Orleans.Dashboard;
using RechargeMonitor.Api.Access;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>Puts the grain dashboard where it belongs: before operators. Orleans itself asks nobody who he is.</summary>
internal static class DashboardAccess
{
    private const string Path = "/dashboard";

    // Its page has scripts of its own and sets styles inline.
    private const string ContentPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Maps the dashboard. Returns where it is, or why it is not there.</summary>
    public static string Map(WebApplication app, WebAccess access)
    {
        if (access.Rules is { OperatingIsOpen: false, HasCredentials: false })
            return $"off: {access.Url} is reached from elsewhere, so name keys with --keys, one of them an operator's";
        app.MapOrleansDashboard(Path)
            .RequireAuthorization(AccessRoles.Operator)
            .ExcludeFromDescription()
            .AddEndpointFilter(static async (context, next) =>
            {
                context.HttpContext.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                return await next(context);
            });
        return access.Url.TrimEnd('/') + Path;
    }
}
