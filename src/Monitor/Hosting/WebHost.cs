using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Limits;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>What all hosts that answer HTTP have in common.</summary>
internal static class WebHost
{
    private const int MaxConnections = 8192;

    // A page of another site whose name is made to lead to this machine sends that name (DNS rebinding).
    private static readonly string[] LoopbackHosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>How long a host may take to stop.</summary>
    public static TimeSpan StopPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Lets the host listen on an address, and says who may ask it what.</summary>
    /// <exception cref="FaultException">The settings name other addresses to listen on, which nothing would protect.</exception>
    public static void Configure(WebApplicationBuilder builder, WebAccess access)
    {
        if (builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            throw new FaultException("Kestrel:Endpoints is set: name the one address to listen on with --url");
        builder.WebHost.UseUrls(access.Url);
        builder.WebHost.ConfigureKestrel(Bound);
        if (UrlRule.IsLoopback(access.Url) && builder.Configuration["AllowedHosts"] is null)
            builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = LoopbackHosts);
        builder.Services.AddMonitorAccess(access.Options, access.Rules);
        builder.Services.AddMonitorLimits(access.Limits);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        builder.Services.AddHealthChecks();
        builder.Services.AddHostedService<StopLimit>();
    }

    /// <summary>
    /// Requests are small and read at once. Whoever sends more, or so slowly that a connection is held for nothing, is cut
    /// off.
    /// </summary>
    private static void Bound(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestBodySize = 4 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    /// <summary>Starts the host.</summary>
    /// <exception cref="FaultException">The address cannot be listened on, and why.</exception>
    public static async Task StartAsync(WebApplication app, string url)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new FaultException($"{url} is in use by another program: stop it, or choose another address with --url", exception);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new FaultException($"{url} may not be listened on by this user: choose a port from 1024 on with --url", exception);
        }
        catch (InvalidOperationException exception) when (url.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            throw new FaultException($"{url} cannot be served ({exception.Message}): name a certificate with Kestrel:Certificates:Default:Path, or an http address with --url", exception);
        }
        catch (SocketException exception)
        {
            throw new FaultException($"{url} cannot be listened on ({exception.Message}): choose another address with --url", exception);
        }
    }
}
