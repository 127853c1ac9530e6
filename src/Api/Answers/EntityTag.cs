using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace RechargeMonitor.Api.Answers;

/// <summary>Entity tags, and what <c>If-None-Match</c> says about them (RFC 9110, 13.1.2).</summary>
internal static class EntityTag
{
    private const int HashBytes = 8;

    /// <summary>
    /// A strong tag: the revision, for people, and a hash of the bytes, which covers all else that decides them (the
    /// parameters, the clock, the version of this program).
    /// </summary>
    public static string Of(long revision, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return string.Create(CultureInfo.InvariantCulture, $"\"{revision}-{Convert.ToHexStringLower(hash[..HashBytes])}\"");
    }

    /// <summary>The tag of the same answer in another form, which is another for those who compare strongly.</summary>
    public static string OfEncoding(string tag, string encoding) => $"{tag[..^1]}-{encoding}\"";

    /// <summary>Whether the header names the tag, or any: compared weakly, as it is asked for here.</summary>
    public static bool IsNamed(StringValues header, string tag)
    {
        for (var index = 0; index < header.Count; index++)
        {
            if (header[index] is { Length: > 0 } value && IsInList(value, tag))
                return true;
        }

        return false;
    }

    private static bool IsInList(ReadOnlySpan<char> list, ReadOnlySpan<char> tag)
    {
        if (list.Trim() is "*")
            return true;
        while (true)
        {
            list = list.TrimStart(" \t,");
            if (list.StartsWith("W/", StringComparison.Ordinal))
                list = list[2..];
            if (list.IsEmpty || list[0] != '"')
                return false;
            var end = list[1..].IndexOf('"');
            if (end < 0)
                return false;
            if (list[..(end + 2)].SequenceEqual(tag))
                return true;
            list = list[(end + 2)..];
        }
    }
}
