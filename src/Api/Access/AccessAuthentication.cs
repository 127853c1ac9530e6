using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RechargeMonitor.Api.Access;

/// <summary>Says who a request is from: the owner of an API key, or of a token.</summary>
internal sealed class AccessAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys, AccessOptions access)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Access";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var credential = Credential.Of(Request);
        if (credential.IsEmpty)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (keys.Find(credential) is { } key)
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(key.Principal, SchemeName)));
        return access.Jwt.IsUsed && !ApiKey.IsToken(credential)
            ? Context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme)
            : Task.FromResult(AuthenticateResult.Fail("the key is not known"));
    }
}
