using System.Net;
using Microsoft.Extensions.Options;

namespace RechargeMonitor.Api.Limits;

/// <summary>How much one client may ask for. Section <c>Limits</c>.</summary>
public sealed class LimitsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Limits";

    /// <summary>
    /// Requests a second of one client, who is the owner of an API key or an address; twice as many at once. 0: any number,
    /// which is the default where only this machine reaches the monitor. Elsewhere it is <see cref="DefaultRequestsPerSecond"/>.
    /// </summary>
    public int? RequestsPerSecond { get; set; }

    /// <summary>How many may follow the live feed at the same time.</summary>
    public int LiveConnections { get; set; } = 4096;

    /// <summary>
    /// How many of them one client may have. 0: any number, which is the default where only this machine reaches the
    /// monitor. Elsewhere it is <see cref="DefaultLivePerClient"/>.
    /// </summary>
    public int? LivePerClient { get; set; }

    /// <summary>Reverse proxies, as addresses or networks, whose word for a client's address and scheme is taken.</summary>
    public IList<string> TrustedProxies { get; } = [];

    internal const int DefaultRequestsPerSecond = 1000;
    internal const int DefaultLivePerClient = 256;

    /// <summary>Fills in what depends on who reaches the address.</summary>
    /// <param name="isLoopback">Whether only this machine reaches it.</param>
    public void Complete(bool isLoopback)
    {
        RequestsPerSecond ??= isLoopback ? 0 : DefaultRequestsPerSecond;
        LivePerClient ??= isLoopback ? 0 : DefaultLivePerClient;
    }
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class LimitsOptionsValidator : IValidateOptions<LimitsOptions>
{
    private const int MaxRequestsPerSecond = 10_000_000;
    private const int MaxLiveConnections = 100_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LimitsOptions options)
    {
        var faults = new List<string>();
        if (options.RequestsPerSecond is < 0 or > MaxRequestsPerSecond)
            faults.Add($"Limits:RequestsPerSecond is {options.RequestsPerSecond}: expected 1 to {MaxRequestsPerSecond}, or 0 for no limit");
        if (options.LiveConnections is < 1 or > MaxLiveConnections)
            faults.Add($"Limits:LiveConnections is {options.LiveConnections}: expected 1 to {MaxLiveConnections}");
        if (options.LivePerClient is < 0 or > MaxLiveConnections)
            faults.Add($"Limits:LivePerClient is {options.LivePerClient}: expected 1 to {MaxLiveConnections}, or 0 for no limit");
        foreach (var proxy in options.TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)))
            faults.Add($"Limits:TrustedProxies holds '{proxy}': expected an address or a network such as 10.0.0.0/8");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
