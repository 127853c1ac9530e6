using System.Net;
using System.Net.Sockets;

namespace RechargeMonitor.Servers;

/// <summary>
/// A way to a server on this machine that can be cut: then nothing passes in either direction and nobody is told, as when a
/// cable is pulled. When it is mended, connections that were cut end, and new ones pass.
/// </summary>
public sealed class TcpLink : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly Task accepting;
    private CancellationTokenSource life = new();
    private volatile bool isCut;

    /// <summary>Opens a way to a port.</summary>
    public TcpLink(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where it begins.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Nothing passes any more.</summary>
    public void Cut() => isCut = true;

    /// <summary>New connections pass.</summary>
    public void Mend()
    {
        var cut = Interlocked.Exchange(ref life, new CancellationTokenSource());
        isCut = false;
        cut.Cancel();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await life.CancelAsync();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await listener.AcceptTcpClientAsync(stop.Token), life.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is closed.
        }
    }

    private async Task PassAsync(TcpClient client, CancellationToken end)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, target, end);
                await Task.WhenAny(CopyAsync(client.GetStream(), server.GetStream(), end), CopyAsync(server.GetStream(), client.GetStream(), end));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
            {
                // One of the ends is away, and so is the connection.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken end)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, end)) > 0;)
            {
                if (isCut)
                    await Task.Delay(Timeout.Infinite, end);
                await to.WriteAsync(buffer.AsMemory(0, read), end);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The other direction ends with it.
        }
    }
}
