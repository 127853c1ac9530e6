using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace RechargeMonitor.Api.Access;

/// <summary>Accepts the JSON Web Tokens that the options name.</summary>
internal static partial class JwtAuthentication
{
    // Signatures that only the issuer's private key can make. A shared secret would let every reader of it issue tokens.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>How far the issuer's clock may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public static void Add(IServiceCollection services, JwtOptions options) =>
        services.AddAuthentication().AddJwtBearer(bearer => Configure(bearer, options));

    private static void Configure(JwtBearerOptions bearer, JwtOptions options)
    {
        bearer.Authority = options.Authority;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidAudience = options.Audience,
            ValidIssuer = options.Issuer,
            IssuerSigningKeys = options.KeyFile is { Length: > 0 } file ? JwtKeys.Read(file) : null,
            ClockSkew = ClockSkew,
            NameClaimType = "sub",
            RoleClaimType = options.RoleClaim,
        };
        bearer.Events = new JwtBearerEvents { OnAuthenticationFailed = Refuse };
    }

    /// <summary>What is no token is the caller's affair; an authority that cannot be reached is the operator's.</summary>
    private static Task Refuse(AuthenticationFailedContext context)
    {
        if (context.Exception is not (SecurityTokenException or ArgumentException))
            LogUnreachable(context.HttpContext.RequestServices.GetRequiredService<ILogger<JwtBearerHandler>>(), context.Options.Authority, context.Exception.Message);
        context.Fail(context.Exception);
        return Task.CompletedTask;
    }

    [LoggerMessage(7003, LogLevel.Error, "Tokens of {Authority} cannot be checked and are refused: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string? authority, string reason);
}
