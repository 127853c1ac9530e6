using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Oracle;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>Holds the figures that a monitor answers over REST against those of the independent judge.</summary>
internal static class Judgement
{
    /// <summary>The judge's figures of some logs.</summary>
    public static Oracle.Recount Of(params IEnumerable<OrderLog> logs)
    {
        var recount = new Oracle.Recount();
        foreach (var log in logs)
            log.AddTo(recount);
        return recount;
    }

    /// <summary>Waits until the monitor has counted as many lines as the judge; then every figure must be the judge's.</summary>
    /// <returns>How many lines that are.</returns>
    public static async Task<long> AssertExactAsync(this MonitorProcess monitor, Oracle.Recount expected)
    {
        var lines = expected.Sources.Sum(source => source.Lines);
        await monitor.WaitForLinesAsync(lines);
        var wanted = JsonNode.Parse(expected.ToJson())!.AsObject();
        var found = await RestFigures.ReadAsync(monitor.GetAsync);

        // Which files make up a source depends on when they were rotated; the sums over all sources do not.
        foreach (var books in new[] { wanted, found }.Select(document => document["audit"]!.AsObject()))
            books.Remove("sources");
        var differences = JsonComparer.Compare(Bytes(wanted), Bytes(found));
        Assert.True(differences.Count == 0, $"{differences.Count} figures are not the judge's, such as:{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(10))}{Environment.NewLine}{monitor.Tail}");
        return lines;
    }

    private static byte[] Bytes(JsonNode document) => Encoding.UTF8.GetBytes(document.ToJsonString());
}
