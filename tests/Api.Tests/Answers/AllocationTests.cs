using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RechargeMonitor.Api.Tests.Answers;

/// <summary>What is asked for all the time takes no memory, so that it never makes the collector stop what counts lines.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Requests = 1_000;

    // The server itself takes about 200 for a request.
    private const int MaxBytes = 256;

    [Fact]
    public async Task Get_PlainCallOverKestrel_AllocatesNextToNothing()
    {
        await using var host = await ApiHost.StartAsync(overNetwork: true);
        host.Figures.Order("20170412", "0301").Publish();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(host.App.Urls.Single()).Port);
        var request = Encoding.ASCII.GetBytes("GET /api/v1/overview HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var buffer = new byte[16 * 1024];
        int Ask()
        {
            socket.Send(request);
            return socket.Receive(buffer);
        }

        var length = Ask();
        Assert.StartsWith("HTTP/1.1 200 ", Encoding.ASCII.GetString(buffer, 0, length), StringComparison.Ordinal);
        for (var warmUp = 0; warmUp < Requests; warmUp++)
            Assert.Equal(length, Ask());
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var number = 0; number < Requests; number++)
            Ask();

        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;
        Assert.True(each <= MaxBytes, $"a request takes {each} bytes; expected at most {MaxBytes}");
    }
}
