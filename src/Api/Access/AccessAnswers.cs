using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Access;

/// <summary>What is answered to those who may not: problem details, or the login page to whoever opens a page in a browser.</summary>
internal sealed class AccessAnswers(AccessRules rules) : IAuthorizationMiddlewareResultHandler
{
    private const string Challenge = "Bearer realm=\"recharge-monitor\"";

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (authorizeResult.Forbidden)
            return new ProblemAnswer(StatusCodes.Status403Forbidden, "This is for operators; the key or token is a viewer's, or has no role.").ExecuteAsync(context);
        if (rules.HasCredentials && IsPage(context.Request))
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Redirect(LoginEndpoints.PathBackTo(context.Request));
            return Task.CompletedTask;
        }

        context.Response.Headers.WWWAuthenticate = Challenge;
        return new ProblemAnswer(StatusCodes.Status401Unauthorized, Detail(context.Request)).ExecuteAsync(context);
    }

    private string Detail(HttpRequest request) =>
        !rules.HasCredentials ? "This is for operators, and this monitor has no keys that would say who is one."
        : Credential.Of(request).IsEmpty ? "A key or token is needed, in the header Authorization: Bearer …; browsers log in at /login."
        : "The key or token is not valid, or not any more.";

    /// <summary>A person's browser that opens a page, not a script that asks for figures.</summary>
    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
