using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace RechargeMonitor.Silo.Clustering;

/// <summary>The addresses of this host.</summary>
internal static class Addresses
{
    /// <summary>The address by which others probably reach this host: that of an interface with a gateway, or else of any, or else loopback.</summary>
    public static IPAddress OfHost()
    {
        var up = NetworkInterface.GetAllNetworkInterfaces()
            .Where(device => device.OperationalStatus == OperationalStatus.Up && device.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(device => device.GetIPProperties())
            .OrderByDescending(properties => properties.GatewayAddresses.Count > 0);
        var address = up
            .SelectMany(properties => properties.UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork);
        return address ?? IPAddress.Loopback;
    }
}
