using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>What all hosts that answer HTTP have in common.</summary>
internal static class WebHost
{
    /// <summary>How long a host may take to stop.</summary>
    public static TimeSpan StopPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Lets the host listen on an address.</summary>
    public static void Configure(WebApplicationBuilder builder, string url)
    {
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        builder.Services.AddHealthChecks();
        builder.Services.AddHostedService<StopLimit>();
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
