using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Api.Access;

/// <summary>Says who may read what.</summary>
public static class AccessExtensions
{
    /// <summary>
    /// Registers keys, tokens and the policies <see cref="AccessRoles.Viewer"/> and <see cref="AccessRoles.Operator"/>. What
    /// names no policy needs a viewer, so that nothing is open because it was forgotten.
    /// </summary>
    /// <param name="services">The application's.</param>
    /// <param name="options">Valid ones.</param>
    /// <param name="rules">What is open.</param>
    public static IServiceCollection AddMonitorAccess(this IServiceCollection services, AccessOptions options, AccessRules rules)
    {
        var keys = new KeyRing();
        services.AddSingleton(options).AddSingleton(rules).AddSingleton(keys);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddAuthentication(AccessAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AccessAuthentication>(AccessAuthentication.SchemeName, null);
        if (options.Jwt.IsUsed)
            JwtAuthentication.Add(services, options.Jwt);
        if (options.KeysFile is { Length: > 0 } file)
        {
            services.AddHostedService(provider => new KeyFileWatch(
                file, keys, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyFileWatch>>()));
        }

        var viewer = PolicyOf(rules.ViewingIsOpen, AccessRoles.Viewer, AccessRoles.Operator);
        services.AddAuthorizationBuilder()
            .AddPolicy(AccessRoles.Viewer, viewer)
            .AddPolicy(AccessRoles.Operator, PolicyOf(rules.OperatingIsOpen, AccessRoles.Operator))
            .SetFallbackPolicy(viewer);
        return services;
    }

    /// <summary>Lets only those pass who may.</summary>
    internal static WebApplication UseMonitorAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        if (app.Services.GetRequiredService<AccessRules>().HasCredentials)
            LoginEndpoints.Map(app);
        return app;
    }

    private static AuthorizationPolicy PolicyOf(bool isOpen, params string[] roles) => isOpen
        ? new AuthorizationPolicyBuilder().RequireAssertion(static _ => true).Build()
        : new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(roles).Build();
}
