using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RechargeMonitor.Cluster.Tests.Support;

/// <summary>Lies between processes and a server's port, and can be cut.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Link, byte> links = [];
    private readonly CancellationTokenSource stop = new();
    private readonly int serverPort;
    private readonly Task accepting;

    /// <param name="serverPort">The server's port on the loopback interface.</param>
    public Cable(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Whoever connects to this port reaches the server.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>
    /// The connections that there are carry nothing any more, for good, and nobody is told: as when a firewall on the way
    /// forgets them. New ones work. Returns how many there were.
    /// </summary>
    public int Silence()
    {
        var silenced = links.Keys.ToArray();
        foreach (var link in silenced)
            link.Silence();
        return silenced.Length;
    }

    /// <summary>The connections that there are, silent ones too, are reset. Returns how many there were.</summary>
    public int Reset()
    {
        var reset = links.Keys.ToArray();
        foreach (var link in reset)
            link.Reset();
        return reset.Length;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        Reset();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await listener.AcceptSocketAsync(stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The end.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var link = new Link(client);
        links[link] = 0;
        await link.CarryAsync(serverPort);
        links.TryRemove(link, out _);
    }

    /// <summary>One connection.</summary>
    private sealed class Link(Socket client)
    {
        private readonly Socket server = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly CancellationTokenSource silent = new();
        private readonly TaskCompletionSource reset = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Silence() => silent.Cancel();

        public void Reset()
        {
            reset.TrySetResult();
            foreach (var socket in (Socket[])[client, server])
                socket.Close(timeout: 0);
        }

        public async Task CarryAsync(int port)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, port);
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The server does not listen, or the connection was reset.
            }

            if (silent.IsCancellationRequested)
                await reset.Task;
            client.Dispose();
            server.Dispose();
        }

        private async Task CopyAsync(Socket from, Socket to)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await from.ReceiveAsync(buffer, silent.Token) is > 0 and var length)
                    await to.SendAsync(buffer.AsMemory(0, length), silent.Token);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One end is gone, or the connection is silent.
            }
        }
    }
}
