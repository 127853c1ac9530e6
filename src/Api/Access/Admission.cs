using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// What a request was let in by, for answers that last: a key may be taken away and a token expire meanwhile.
/// </summary>
/// <param name="keys">The keys that are valid now.</param>
/// <param name="context">A request that was let in.</param>
/// <param name="time">The clock.</param>
internal sealed class Admission(KeyRing keys, HttpContext context, TimeProvider time)
{
    private const string ExpirationClaim = "exp";

    private readonly ApiKey? key = keys.Find(Credential.Of(context.Request));
    private readonly DateTimeOffset? expiration = ExpirationOf(context);

    /// <summary>Whether it would be let in still.</summary>
    public bool Holds => key is null ? expiration is null || time.GetUtcNow() < expiration + JwtAuthentication.ClockSkew : keys.Holds(key);

    private static DateTimeOffset? ExpirationOf(HttpContext context) =>
        long.TryParse(context.User.FindFirst(ExpirationClaim)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
