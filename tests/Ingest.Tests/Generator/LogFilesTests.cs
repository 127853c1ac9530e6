using RechargeMonitor.Ingest.Generator;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Generator;

public sealed class LogFilesTests
{
    private static readonly string[] NameOf =
        ["order", "order", "payment-notify", "recharge-request", "recharge-notify"];

    [Fact]
    public void Paths_All_Are43Of23Hosts()
    {
        Assert.Equal(43, LogFiles.Paths.Distinct().Count());
        Assert.Equal(23, LogFiles.Paths.Select(path => path.Split('/')[0]).Distinct().Count());
        Assert.Equal("pc-01/order.log", LogFiles.Paths[0]);
        Assert.Contains("mobile-08/order.log", LogFiles.Paths);
        Assert.Contains("notify-2/recharge-notify-1.log", LogFiles.Paths);
    }

    [Fact]
    public void Next_EveryLine_BelongsToAFileOfItsStep()
    {
        var used = new HashSet<int>();
        foreach (var (line, bytes) in GeneratedStream.Read(GeneratedStream.OneDay(5_000)))
        {
            var path = LogFiles.Paths[line.LogFile];
            Assert.StartsWith(NameOf[(int)line.Step], path.Split('/')[1]);
            Assert.Equal(line.Step < OrderStep.PayNotifyReq, !path.StartsWith("notify-", StringComparison.Ordinal));
            if (new LineFields(bytes).Find("srcChannel") is { } source && line.Step < OrderStep.PayNotifyReq)
                Assert.Equal(path.StartsWith("mobile-", StringComparison.Ordinal) ? "11" : "00", source);
            used.Add(line.LogFile);
        }

        Assert.Equal(LogFiles.Paths.Count, used.Count);
    }

    [Fact]
    public void Next_LinesOfOneOrder_StayOnOneShopHostAndOneNotificationHost()
    {
        foreach (var order in GeneratedStream.Read(GeneratedStream.OneDay(1_000)).GroupBy(line => line.Line.Order))
        {
            var hosts = order.GroupBy(line => line.Line.Step < OrderStep.PayNotifyReq);
            Assert.All(hosts, lines => Assert.Single(lines.Select(line => LogFiles.Paths[line.Line.LogFile].Split('/')[0]).Distinct()));
        }
    }

    [Fact]
    public void Next_EveryFile_NamesOneServerAndPort()
    {
        var servers = GeneratedStream.Read(GeneratedStream.OneDay(3_000))
            .Select(line => (line.Line.LogFile, Fields: new LineFields(line.Bytes)))
            .Select(line => (line.LogFile, Server: $"{line.Fields["serverIp"]}:{line.Fields["serverPort"]}"))
            .Distinct()
            .ToList();

        Assert.Equal(LogFiles.Paths.Count, servers.Count);
        Assert.Equal(LogFiles.Paths.Count, servers.Select(server => server.Server).Distinct().Count());
    }
}
