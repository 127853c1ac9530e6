using Microsoft.Extensions.Primitives;

namespace RechargeMonitor.Api.Answers;

/// <summary>The form in which an answer's bytes travel.</summary>
internal enum AcceptedEncoding
{
    Identity,
    Gzip,
    Brotli,
}

/// <summary>Reads <c>Accept-Encoding</c> (RFC 9110, 12.5.3), without taking any memory for it.</summary>
internal static class AcceptedEncodings
{
    /// <summary>The smallest form that a client takes.</summary>
    public static AcceptedEncoding Best(StringValues header)
    {
        var best = AcceptedEncoding.Identity;
        for (var index = 0; index < header.Count; index++)
        {
            foreach (var range in header[index].AsSpan().Split(','))
            {
                var encoding = Accepted(header[index].AsSpan()[range]);
                if (encoding > best)
                    best = encoding;
            }
        }

        return best;
    }

    private static AcceptedEncoding Accepted(ReadOnlySpan<char> part)
    {
        var end = part.IndexOf(';');
        var name = (end < 0 ? part : part[..end]).Trim();
        if (end >= 0 && IsRefused(part[(end + 1)..].Trim()))
            return AcceptedEncoding.Identity;
        if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
            return AcceptedEncoding.Brotli;
        return name.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? AcceptedEncoding.Gzip : AcceptedEncoding.Identity;
    }

    // q=0, q=0., q=0.0, q=0.00 and q=0.000
    private static bool IsRefused(ReadOnlySpan<char> weight) =>
        weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && weight.Length > 2 && !weight[2..].ContainsAnyExcept('0', '.');
}
