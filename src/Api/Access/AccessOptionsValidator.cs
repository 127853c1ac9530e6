using Microsoft.Extensions.Options;

namespace RechargeMonitor.Api.Access;

/// <summary>Finds every fault of the options at once.</summary>
public sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var faults = new List<string>();
        if (options.KeysFile is { } file && FaultOf(() => KeyFile.Read(file)) is { } fault)
            faults.Add($"Access:KeysFile (--keys) is {file}: {fault}");
        AddJwtFaults(options.Jwt, faults);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddJwtFaults(JwtOptions jwt, List<string> faults)
    {
        if (!jwt.IsUsed)
        {
            if (jwt.Audience is not null || jwt.Issuer is not null)
                faults.Add("Access:Jwt names no issuer's keys: set Access:Jwt:Authority or Access:Jwt:KeyFile");
            return;
        }

        if (jwt.Authority is { Length: > 0 } && jwt.KeyFile is { Length: > 0 })
            faults.Add("Access:Jwt:Authority and Access:Jwt:KeyFile are both set: expected one of them");
        if (jwt.Authority is { Length: > 0 } authority && !(Uri.TryCreate(authority, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
            faults.Add($"Access:Jwt:Authority is '{authority}': expected an https address");
        if (jwt.KeyFile is { Length: > 0 } file && FaultOf(() => JwtKeys.Read(file)) is { } fault)
            faults.Add($"Access:Jwt:KeyFile is {file}: {fault}");
        if (jwt.KeyFile is { Length: > 0 } && string.IsNullOrEmpty(jwt.Issuer))
            faults.Add("Access:Jwt:Issuer is not set: expected the issuer that tokens name, since others may use the same keys");
        if (string.IsNullOrEmpty(jwt.Audience))
            faults.Add("Access:Jwt:Audience is not set: expected whom the tokens are made for, since those for others are none for the monitor");
        if (jwt.RoleClaim.Length == 0)
            faults.Add("Access:Jwt:RoleClaim is empty: expected the name of the claim with the roles");
    }

    private static string? FaultOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return exception.Message;
        }
    }
}
