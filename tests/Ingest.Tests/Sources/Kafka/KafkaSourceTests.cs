using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Kafka;

/// <summary>The broker that all tests of the class share: starting one takes seconds.</summary>
public sealed class SharedKafka : IAsyncLifetime
{
    public KafkaServer? Server { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (KafkaServer.Missing is null)
            Server = await KafkaServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
    }
}

/// <summary>The source against a real broker.</summary>
public sealed class KafkaSourceTests(SharedKafka shared) : IClassFixture<SharedKafka>
{
    private readonly Dictionary<string, KnownPartition> books = new(StringComparer.Ordinal);
    private readonly string topic = $"t{Guid.NewGuid():N}"[..12];

    private KafkaServer Server
    {
        get
        {
            Assert.SkipWhen(KafkaServer.Missing is not null, KafkaServer.Missing ?? "");
            return shared.Server!;
        }
    }

    [Fact]
    public async Task Poll_StoppedAndStartedAgain_GivesEachMessageOnce()
    {
        await Server.CreateTopicAsync(topic, 3);
        Produce("a", 0, 500);
        var lines = new List<string>();
        await using (var first = Rig().Start())
        {
            await first.UntilLinesAsync(1500);
            first.Commit();
            lines.AddRange(first.Lines.Values.SelectMany(partition => partition));
        }

        Produce("b", 0, 500);
        await using var second = Rig().Start();
        await second.UntilLinesAsync(1500);
        lines.AddRange(second.Lines.Values.SelectMany(partition => partition));

        Assert.Equal(3000, lines.Distinct().Count());
        Assert.Equal(3000, lines.Count);
        Assert.Equal([$"{topic}-0", $"{topic}-1", $"{topic}-2"], books.Keys.Order());
    }

    [Fact]
    public async Task Poll_OddMessages_AreOneLineEach()
    {
        await Server.CreateTopicAsync(topic, 1);
        Server.Produce(topic, 0, [Bytes("a\n"), Bytes("b\r\n"), null, [], Bytes("c\nd"), new byte[70_000], Bytes("e")]);
        await using var rig = Rig().Start();
        await rig.UntilLinesAsync(7);

        var lines = rig.Lines[$"{topic}-0"];
        Assert.Equal(["a", "b", "", "", "c\nd", "e"], lines.Where(line => line.Length < 100));
        Assert.Equal(64 * 1024 + 1, lines[5].Length);
    }

    [Fact]
    public async Task Rewind_PartitionThatIsRead_GivesItAgainFromThere()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 1000, partitions: 1);
        await using var rig = Rig().Start();
        await rig.UntilLinesAsync(1000);
        var name = $"{topic}-0";
        rig.Source.Hold(name);
        rig.Rewind(name, 400);
        await rig.UntilLinesAsync(1600);

        Assert.Equal(rig.Lines[name].Skip(400).Take(600), rig.Lines[name].Skip(1000));
    }

    [Fact]
    public async Task Poll_PumpThatStandsStill_StaysInTheGroupAndLosesNothing()
    {
        await Server.CreateTopicAsync(topic, 1);
        var options = TopicRig.Options(Server.Bootstrap, topic);
        options.Properties["max.poll.interval.ms"] = "7000";
        options.QueueKiB = 1024;
        Produce(new string('x', 1000), 0, 30_000, partitions: 1);
        await using var rig = new TopicRig(books, options).Start();
        await rig.UntilLinesAsync(1);

        // Longer than the group waits for a member that does not poll, with more to read than there is room for.
        await Task.Delay(TimeSpan.FromSeconds(9));
        await rig.UntilLinesAsync(30_000);

        Assert.Equal(30_000, rig.Count);
        Assert.DoesNotContain(rig.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) || line.Contains("no longer reads", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Discover_PartitionsAdded_AreReadWithoutARestart()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 10, partitions: 1);
        await using var rig = Rig().Start();
        await rig.UntilLinesAsync(10);
        using (var admin = Server.Admin())
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]);
        await rig.UntilAsync(() => rig.Open.Count == 3, () => $"{rig.Open.Count} of 3 partitions");
        Server.Produce(topic, 2, [Bytes("new")]);
        await rig.UntilLinesAsync(11);

        Assert.Equal("new", Assert.Single(rig.Lines[$"{topic}-2"]));
    }

    [Fact]
    public async Task Committed_Offsets_AreTheGroupsToo()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 100, partitions: 1);
        await using (var rig = Rig().Start())
        {
            await rig.UntilLinesAsync(100);
            rig.Commit();
            Assert.Equal([(0, 0L)], rig.Source.Lags);
        }

        using var admin = Server.Admin();
        var offsets = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions($"{topic}-readers", [new TopicPartition(topic, 0)])]);
        Assert.Equal(100, Assert.Single(Assert.Single(offsets).Partitions).Offset.Value);
    }

    [Fact]
    public async Task Open_TopicMadeAgain_IsALossUntilItIsAccepted()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 100, partitions: 1);
        await using (var rig = Rig().Start())
        {
            await rig.UntilLinesAsync(100);
            rig.Commit();
            await MakeAgainAsync();
            Produce("b", 0, 150, partitions: 1);
            await rig.UntilAsync(() => rig.Source.Losses.Count > 0, () => "no loss");
            Assert.Equal(100, rig.Count);
            Assert.Single(rig.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("made again", StringComparison.Ordinal) && line.Contains("--accept-loss", StringComparison.Ordinal));
        }

        var options = TopicRig.Options(Server.Bootstrap, topic);
        options.AcceptLoss = true;
        await using (var rig = new TopicRig(books, options).Start())
        {
            await rig.UntilLinesAsync(150);
            rig.Commit();
            Assert.All(rig.Lines[$"{topic}-g2-0"], line => Assert.StartsWith("b", line));
        }

        Produce("c", 0, 10, partitions: 1);
        await using var after = Rig().Start();
        await after.UntilLinesAsync(10);
        Assert.Equal((10, 100L, 160L), (after.Lines[$"{topic}-g2-0"].Count, books[$"{topic}-0"].Committed, after.Position($"{topic}-g2-0")));
    }

    [Fact]
    public async Task Open_OffsetsExpired_IsALossUntilItIsAccepted()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 100, partitions: 1);
        await using (var rig = Rig().Start())
        {
            await rig.UntilLinesAsync(100);
            rig.Commit();
        }

        Produce("b", 0, 100, partitions: 1);
        await ExpireAsync(150);
        await using (var rig = Rig().Start())
        {
            await rig.UntilAsync(() => rig.Source.Losses.Count > 0, () => "no loss");
            var loss = Assert.Single(rig.Source.Losses);
            Assert.Equal((LossKind.Expired, 100L, 150L, 50L), (loss.Kind, loss.Committed, loss.Low, loss.Messages));
            Assert.Equal(0, rig.Count);
            Assert.Contains(rig.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("50 messages", StringComparison.Ordinal));
        }

        var options = TopicRig.Options(Server.Bootstrap, topic);
        options.AcceptLoss = true;
        await using var accepting = new TopicRig(books, options).Start();
        await accepting.UntilLinesAsync(50);
        Assert.Equal(200, accepting.Position($"{topic}-0"));
    }

    [Fact]
    public async Task Poll_OffsetsExpireWhileHeld_IsALoss()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 100, partitions: 1);
        await using var rig = Rig().Start();
        await rig.UntilLinesAsync(100);
        rig.Commit();
        rig.Source.Hold($"{topic}-0");
        Produce("b", 0, 100, partitions: 1);
        await ExpireAsync(150);
        rig.Rewind($"{topic}-0", 100);
        await rig.UntilAsync(() => rig.Source.Losses.Count > 0, () => "no loss");

        Assert.Equal((LossKind.Expired, 50L), (rig.Source.Losses[0].Kind, rig.Source.Losses[0].Messages));
    }

    [Fact]
    public async Task Open_TopicSeenFirstAfterMessagesExpired_BeginsWhereItsLogDoes()
    {
        await Server.CreateTopicAsync(topic, 1);
        Produce("a", 0, 100, partitions: 1);
        await ExpireAsync(40);
        await using var rig = Rig().Start();
        await rig.UntilLinesAsync(60);

        Assert.Empty(rig.Source.Losses);
        Assert.Equal(100, rig.Position($"{topic}-0"));
    }

    [Fact]
    public async Task Open_TopicSeenFirstWithATimeToStartAt_BeginsThereAndNowhereElseLater()
    {
        await Server.CreateTopicAsync(topic, 2);
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        Produce("before", 0, 40, partitions: 2, at: start.AddMinutes(-1));
        Produce("after", 0, 60, partitions: 1, at: start.AddMinutes(1));
        await using (var rig = Rig(start).Start())
        {
            await rig.UntilAsync(() => rig.Count >= 60 && rig.Open.Count == 2, () => $"{rig.Count} lines of {rig.Open.Count} partitions");
            rig.Commit();
            Assert.All(rig.Lines[$"{topic}-0"], line => Assert.StartsWith("after ", line, StringComparison.Ordinal));
            Assert.Equal((60, 40L), (rig.Count, rig.Position($"{topic}-1")));
            Assert.Contains(rig.Log.Lines, line => line.Contains($"{topic}-0 is read for the first time, from offset 40 on", StringComparison.Ordinal));
        }

        // What has books goes on where they are, whatever time is named.
        Produce("later", 0, 10, partitions: 2, at: start.AddMinutes(2));
        await using var next = Rig(start.AddMinutes(10)).Start();
        await next.UntilLinesAsync(20);
        Assert.Equal(20, next.Count);
        Assert.Empty(next.Source.Losses);
    }

    private TopicRig Rig(DateTimeOffset? startAt = null) => new(books, TopicRig.Options(Server.Bootstrap, topic, startAt));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private void Produce(string prefix, int from, int count, int partitions = 3, DateTimeOffset? at = null)
    {
        for (var partition = 0; partition < partitions; partition++)
            Server.Produce(topic, partition, Enumerable.Range(from, count).Select(number => Bytes($"{prefix} {partition} {number}")), at);
    }

    private async Task ExpireAsync(long below)
    {
        using var admin = Server.Admin();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, below)]);
    }

    private async Task MakeAgainAsync()
    {
        using var admin = Server.Admin();
        await admin.DeleteTopicsAsync([topic]);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await Server.CreateTopicAsync(topic, 1);
                return;
            }
            catch (CreateTopicsException) when (tries < 100)
            {
                // The broker has not forgotten the former one yet.
                await Task.Delay(50);
            }
        }
    }
}
