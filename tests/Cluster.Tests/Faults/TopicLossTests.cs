using Confluent.Kafka;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>
/// Messages are gone that nobody read: it is said what is lost, nothing is counted wrongly, and it goes on when asked to.
/// The topics are of these tests alone.
/// </summary>
[Collection(nameof(CalmCluster))]
public sealed class TopicLossTests(CalmCluster fixture)
{
    private const int Messages = 200;
    private const int Unread = 30;

    [Fact]
    public async Task Topic_DeletedAndMadeAgain_SaidAndGoesOnWhenAccepted()
    {
        var cluster = await fixture.WholeAsync();
        var before = await PrepareAsync(cluster, "Again");
        var broker = cluster.Kafka.Brokers[0];
        using (var admin = broker.Admin())
            await admin.DeleteTopicsAsync(["Again"]);
        await FaultProof.UntilAsync("topic Again made again", () => IsMadeAsync(broker, "Again"), () => "none");
        broker.Produce("Again", 0, Orders(Messages));

        await AssertSaidAsync(cluster, "Again", "deleted and made again");
        await AssertGoesOnAsync(cluster, "Again", before + Messages);
    }

    [Fact]
    public async Task Messages_ExpiredUnread_SaidAndGoesOnWhenAccepted()
    {
        var cluster = await fixture.WholeAsync();
        var before = await PrepareAsync(cluster, "Expired");
        var broker = cluster.Kafka.Brokers[0];
        using (var admin = broker.Admin())
            await admin.DeleteRecordsAsync([new TopicPartitionOffset("Expired", 0, Messages + Unread)]);
        broker.Produce("Expired", 0, Orders(Messages));

        await AssertSaidAsync(cluster, "Expired", $"{Unread} messages expired before they were read");
        await AssertGoesOnAsync(cluster, "Expired", before + Messages);
    }

    /// <summary>Some messages of a topic are counted, then some more are written that no one reads. Returns how many lines all books hold then.</summary>
    private static async Task<long> PrepareAsync(TestCluster cluster, string topic)
    {
        var counted = await LinesAsync(cluster) + Messages;
        var broker = cluster.Kafka.Brokers[0];
        await broker.CreateTopicAsync(topic, 1);
        broker.Produce(topic, 0, Orders(Messages));
        await using var ingest = cluster.NewIngest(topic);
        await ingest.StartAsync();
        await UntilLinesAsync(cluster, counted);
        Assert.Equal(0, await ingest.Process.StopAsync());
        broker.Produce(topic, 0, Orders(Unread));
        return counted;
    }

    private static async Task AssertSaidAsync(TestCluster cluster, string topic, string loss)
    {
        await using var ingest = cluster.NewIngest(topic);
        await ingest.BeginAsync();
        await FaultProof.UntilAsync($"a readiness that says \"{loss}\"", () => SaysAsync(ingest, loss), () => ingest.Process.Tail);
        Assert.Contains(ingest.Process.Tail.Split(Environment.NewLine),
            line => line.Contains("fail", StringComparison.Ordinal) && line.Contains($"{topic}-0", StringComparison.Ordinal) && line.Contains(loss, StringComparison.Ordinal) && line.Contains("--accept-loss", StringComparison.Ordinal));
        Assert.Equal(0, await ingest.Process.StopAsync());
    }

    private static async Task AssertGoesOnAsync(TestCluster cluster, string topic, long lines)
    {
        await using var ingest = cluster.NewIngest(topic, "--accept-loss");
        await ingest.StartAsync();
        await UntilLinesAsync(cluster, lines);
        var audit = await cluster.Apis[0].GetAsync("audit");
        Assert.True(audit["balanced"]!.GetValue<bool>());
        Assert.All(audit["sources"]!.AsArray().Where(source => source!["source"]!.GetValue<string>().StartsWith($"{topic}-", StringComparison.Ordinal)),
            source => Assert.Equal(source!["lines"]!.GetValue<long>(), source["counted"]!.GetValue<long>()));
        Assert.Equal(0, await ingest.Process.StopAsync());
    }

    private static async Task<bool> SaysAsync(Role ingest, string loss)
    {
        try
        {
            var (status, text) = await ingest.ReadinessAsync();
            return status == System.Net.HttpStatusCode.ServiceUnavailable && text.Contains(loss, StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>A topic of the same name cannot be made before the former is gone everywhere.</summary>
    private static async Task<bool> IsMadeAsync(KafkaServer broker, string topic)
    {
        try
        {
            await broker.CreateTopicAsync(topic, 1);
            return true;
        }
        catch (Confluent.Kafka.Admin.CreateTopicsException)
        {
            return false;
        }
    }

    private static async Task<long> LinesAsync(TestCluster cluster) => (await cluster.Apis[0].GetAsync("audit"))["lines"]!.GetValue<long>();

    private static async Task UntilLinesAsync(TestCluster cluster, long lines)
    {
        long found = 0;
        await FaultProof.UntilAsync($"{lines} lines in the books", async () => (found = await LinesAsync(cluster)) == lines, () => $"{found}");
    }

    private static IEnumerable<byte[]> Orders(int number) =>
        Enumerable.Repeat("""{"serviceName":"reChargeNotifyReq","requestId":"20170412030008471","bussinessRst":"0000","provinceCode":"200","chargefee":"3000"}"""u8.ToArray(), number);
}
