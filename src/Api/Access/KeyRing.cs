using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RechargeMonitor.Api.Access;

/// <summary>The API keys that are valid now.</summary>
internal sealed class KeyRing
{
    private volatile FrozenDictionary<UInt128, ApiKey> keys = FrozenDictionary<UInt128, ApiKey>.Empty;

    /// <summary>Takes these keys in the place of all others.</summary>
    public void Replace(IReadOnlyList<ApiKey> next) => keys = next.ToFrozenDictionary(key => BeginningOf(key.Hash));

    /// <summary>The key that a token is, if it is one.</summary>
    public ApiKey? Find(ReadOnlySpan<char> token)
    {
        if (keys.Count == 0 || !ApiKey.IsToken(token))
            return null;

        // How long it takes tells of the hash alone, which nobody can choose.
        Span<byte> hash = stackalloc byte[ApiKey.HashBytes];
        ApiKey.HashOf(token, hash);
        return keys.TryGetValue(BeginningOf(hash), out var key) && CryptographicOperations.FixedTimeEquals(hash, key.Hash) ? key : null;
    }

    /// <summary>Whether a key that was found is valid still.</summary>
    public bool Holds(ApiKey key) => keys.TryGetValue(BeginningOf(key.Hash), out var held) && CryptographicOperations.FixedTimeEquals(key.Hash, held.Hash);

    private static UInt128 BeginningOf(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<UInt128>(hash);
}
