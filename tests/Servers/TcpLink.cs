using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RechargeMonitor.Servers;

/// <summary>A way to a server on this machine that can be cut.</summary>
public sealed class TcpLink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Link, byte> links = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private volatile bool isCut;

    /// <param name="serverPort">The server's port on the loopback interface.</param>
    public TcpLink(int serverPort)
    {
        ServerPort = serverPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The server's port.</summary>
    public int ServerPort { get; }

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

    /// <summary>Nothing passes any more in either direction, and nobody is told: as when a cable is pulled.</summary>
    public void Cut()
    {
        isCut = true;
        Silence();
    }

    /// <summary>New connections pass again; those that were cut end.</summary>
    public void Mend()
    {
        isCut = false;
        Reset();
    }

    /// <summary>The connections that there are, silent ones too, are reset. Returns how many there were.</summary>
    public int Reset()
    {
        var reset = links.Keys.ToArray();
        foreach (var link in reset)
            link.Reset();
        return reset.Length;
    }

    /// <inheritdoc/>
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
        using var link = new Link(client);
        links[link] = 0;
        if (isCut)
            link.Silence();
        await link.CarryAsync(ServerPort);
        links.TryRemove(link, out _);
    }

    /// <summary>One connection.</summary>
    private sealed class Link(Socket client) : IDisposable
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
        }

        public void Dispose()
        {
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
