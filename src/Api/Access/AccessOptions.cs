namespace RechargeMonitor.Api.Access;

/// <summary>Who may read. Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access";

    /// <summary>The file of API keys. It is read again when it changes.</summary>
    public string? KeysFile { get; set; }

    /// <summary>Whether anyone who reaches the address may read figures; rejected lines and the dashboard stay closed.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Which JSON Web Tokens are accepted.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Whether there are keys or tokens at all.</summary>
    internal bool HasCredentials => KeysFile is { Length: > 0 } || Jwt.IsUsed;
}

/// <summary>Which JSON Web Tokens are accepted: those that an issuer signed for this audience.</summary>
public sealed class JwtOptions
{
    /// <summary>The address of an OpenID Connect issuer, which publishes its keys there.</summary>
    public string? Authority { get; set; }

    /// <summary>Instead of an authority: a file with the issuer's public keys or certificates, in PEM.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Whom the tokens must name as their issuer; with an authority it says that itself.</summary>
    public string? Issuer { get; set; }

    /// <summary>Whom the tokens must be made for.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the roles <c>viewer</c> and <c>operator</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Whether tokens are accepted at all.</summary>
    internal bool IsUsed => Authority is { Length: > 0 } || KeyFile is { Length: > 0 };
}
