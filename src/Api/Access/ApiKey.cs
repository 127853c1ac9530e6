using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// A key that opens what its role may read. Only its hash is kept. The key itself is 256 random bits, so nobody finds it
/// by trying, and a plain hash, which costs a request next to nothing, hides it as well as a slow one would.
/// </summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that people and scanners of leaked secrets know it.</summary>
    public const string Prefix = "rm_";

    /// <summary>The most letters of a name.</summary>
    public const int MaxNameLength = 64;

    internal const int HashBytes = SHA256.HashSizeInBytes;
    private const int SecretBytes = 32;

    /// <param name="name">Whose it is.</param>
    /// <param name="role">What it opens.</param>
    /// <param name="hash">Of the key.</param>
    /// <param name="created">When it was made.</param>
    public ApiKey(string name, AccessRole role, byte[] hash, DateOnly created)
    {
        (Name, Role, Hash, Created) = (name, role, hash, created);
        Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, AccessRoles.NameOf(role))], nameof(ApiKey)));
    }

    /// <summary>Whose it is; unique in its file.</summary>
    public string Name { get; }

    /// <summary>What it opens.</summary>
    public AccessRole Role { get; }

    /// <summary>The day on which it was made, in UTC.</summary>
    public DateOnly Created { get; }

    /// <summary>SHA-256 of the key.</summary>
    internal byte[] Hash { get; }

    /// <summary>Who a request with this key is from.</summary>
    internal ClaimsPrincipal Principal { get; }

    internal static int TokenLength { get; } = Prefix.Length + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Makes a key. The token is shown once, to whoever is to have it.</summary>
    public static ApiKey Create(string name, AccessRole role, DateOnly created, out string token)
    {
        token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var hash = new byte[HashBytes];
        HashOf(token, hash);
        return new ApiKey(name, role, hash, created);
    }

    /// <summary>Whether a name can stand in a file of keys.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    internal bool IsSame(ApiKey other) => Name == other.Name && Role == other.Role && Hash.AsSpan().SequenceEqual(other.Hash);

    /// <summary>Whether a token has the form of a key.</summary>
    internal static bool IsToken(ReadOnlySpan<char> token) => token.Length == TokenLength && token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Hashes a token that has the form of a key.</summary>
    internal static void HashOf(ReadOnlySpan<char> token, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[TokenLength];
        Encoding.ASCII.GetBytes(token, bytes);
        SHA256.HashData(bytes, hash);
    }
}
