using System.Text;
using System.Text.Json.Nodes;
using RechargeMonitor.Cluster.Tests.Support;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Cluster.Tests.Faults;

/// <summary>Alerts of a cluster whose silos die.</summary>
public sealed class AlertTests(AlertTests.Fixture fixture) : IClassFixture<AlertTests.Fixture>
{
    private const int Sources = TestCluster.Partitions;

    [Fact]
    public async Task Alerts_SilosKilledOneAfterTheOther_StayOpenAndAreToldOnce()
    {
        var cluster = await fixture.WholeAsync();
        cluster.Traffic.Resume();
        await cluster.Traffic.ProduceAsync(500);
        await cluster.Traffic.PauseAsync();
        await OpenAsync(cluster, Sources);
        await fixture.Receiver.UntilAsync(hook => hook.Alerts.Count == Sources);
        var open = await AlertsAsync(cluster);

        // One of them keeps the alerts.
        foreach (var silo in cluster.Silos)
        {
            await silo.CrashAsync();
            await FaultProof.UntilAsync("the silo ready", silo.IsReadyAsync, () => silo.Process.Tail);
            Assert.Equal(open.Select(Id), (await AlertsAsync(cluster)).Select(Id));
        }

        cluster.Traffic.Resume();
        await OpenAsync(cluster, 0);
        await fixture.Receiver.UntilAsync(hook => hook.Alerts.Count(alert => alert.StartsWith("resolved", StringComparison.Ordinal)) == Sources);
        await cluster.Traffic.PauseAsync();
        Assert.Equal(Sources, fixture.Receiver.Alerts.Count(alert => alert.StartsWith("firing", StringComparison.Ordinal)));
    }

    private static Task OpenAsync(TestCluster cluster, int count)
    {
        var found = "";
        return FaultProof.UntilAsync(
            $"{count} open alerts",
            async () => (found = string.Join(", ", (await AlertsAsync(cluster)).Select(Id))).Split(", ", StringSplitOptions.RemoveEmptyEntries).Length == count,
            () => found);
    }

    /// <summary>The open ones.</summary>
    private static async Task<JsonNode[]> AlertsAsync(TestCluster cluster) =>
        [.. (await cluster.Apis[0].GetAsync("alerts"))["alerts"]!.AsArray().Where(alert => alert!["until"] is null)!];

    private static string Id(JsonNode alert) => alert["id"]!.GetValue<string>();

    public sealed class Fixture : ClusterFixture
    {
        private readonly TemporaryFolder folder;

        public Fixture()
            : this(new TemporaryFolder(), new WebhookReceiver())
        {
        }

        private Fixture(TemporaryFolder folder, WebhookReceiver receiver)
            : base(new ClusterSetup { SiloOptions = ["--config", Settings(folder, receiver)] }) => (this.folder, Receiver) = (folder, receiver);

        public WebhookReceiver Receiver { get; }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Receiver.DisposeAsync();
            folder.Dispose();
            GC.SuppressFinalize(this);
        }

        // So long a silence that it outlasts how long figures stand when a silo has died.
        private static string Settings(TemporaryFolder folder, WebhookReceiver receiver)
        {
            const string Text = """
                {"Alerts":{"Rules":{"source-silent":{"Warning":20,"Critical":3600},"books":{"Enabled":false}},"Receivers":{"hook":{"Url":"ADDRESS"}}}}
                """;
            return folder.File("silo.json", Encoding.UTF8.GetBytes(Text.Replace("ADDRESS", receiver.Address, StringComparison.Ordinal)));
        }
    }
}
