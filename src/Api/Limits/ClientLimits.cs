using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using RechargeMonitor.Api.Access;

namespace RechargeMonitor.Api.Limits;

/// <summary>
/// Holds each client to its share, so that one that asks too much takes nothing from the others. A client is the owner of an
/// API key or, without one, an address.
/// </summary>
internal sealed class ClientLimits : IDisposable
{
    private const int PrefixBytes = 8;
    private static readonly TimeSpan RefillPeriod = TimeSpan.FromMilliseconds(100);

    private readonly KeyRing keys;
    private readonly LimitsOptions options;
    private readonly PartitionedRateLimiter<HttpContext>? requests;
    private readonly ConcurrentDictionary<object, int> following = new();
    private int followers;

    public ClientLimits(LimitsOptions options, KeyRing keys)
    {
        (this.options, this.keys) = (options, keys);
        if (options.RequestsPerSecond is > 0 and var rate)
            requests = Limiter(rate);
    }

    /// <summary>How many follow the live feed now.</summary>
    public int Followers => Volatile.Read(ref followers);

    /// <summary>Whether a request is within its client's share.</summary>
    public bool TryTake(HttpContext context)
    {
        if (requests is null)
            return true;
        using var lease = requests.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>Whether one more may follow the live feed; whoever may is to call <see cref="EndFollowing"/> with the same client.</summary>
    public bool TryFollow(HttpContext context, out object client)
    {
        client = ClientOf(context);
        if (Interlocked.Increment(ref followers) > options.LiveConnections)
        {
            Interlocked.Decrement(ref followers);
            return false;
        }

        var own = following.AddOrUpdate(client, 1, static (_, count) => count + 1);
        if (options.LivePerClient is not > 0 || own <= options.LivePerClient)
            return true;
        EndFollowing(client);
        return false;
    }

    public void EndFollowing(object client)
    {
        Interlocked.Decrement(ref followers);
        if (following.AddOrUpdate(client, 0, static (_, count) => count - 1) == 0)
            following.TryRemove(new KeyValuePair<object, int>(client, 0));
    }

    public void Dispose() => requests?.Dispose();

    private PartitionedRateLimiter<HttpContext> Limiter(int rate)
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate * 2,
            TokensPerPeriod = Math.Max(1, (int)(rate * RefillPeriod.TotalSeconds)),
            ReplenishmentPeriod = rate * RefillPeriod.TotalSeconds >= 1 ? RefillPeriod : TimeSpan.FromSeconds(1.0 / rate),
            QueueLimit = 0,
        };
        return PartitionedRateLimiter.Create<HttpContext, object>(
            context => RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => bucket));
    }

    /// <summary>
    /// Who asks. A key that is not known makes nobody a client of his own, so trying keys is bounded by the address. Who has
    /// one IPv6 address has all of its network's.
    /// </summary>
    private object ClientOf(HttpContext context)
    {
        if (keys.Find(Credential.Of(context.Request)) is { } key)
            return key.Name;
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? NetworkOf(address) : address;
    }

    private static IPAddress NetworkOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return new IPAddress(bytes);
    }
}
