using System.Net;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>What an address to listen on may be.</summary>
internal static class UrlRule
{
    /// <summary>What is wrong with an address, or nothing.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="url">Its value.</param>
    public static string? FaultOf(string key, string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed is { AbsolutePath: "/", Query: "" }
            ? null
            : $"{key} (--url) is '{url}': expected a scheme, a host and a port, such as http://localhost:8080";

    /// <summary>
    /// Whether only this machine reaches an address. It is read as the server reads it, which takes every name but localhost
    /// for all addresses of the machine; <see cref="Uri"/> takes others, such as loopback, for localhost.
    /// </summary>
    public static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }
}
