using System.Text.RegularExpressions;
using k8s.Models;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Monitor.Cluster;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Snapshots.Redis;
using Xunit;

namespace RechargeMonitor.Deploy.Tests;

/// <summary>
/// The manifests of Kubernetes: their names and types, settings that the executable accepts, and what they promise of pods and
/// network. <c>tests/rollout.sh</c> lets a real Kubernetes judge and run them.
/// </summary>
public sealed class OverlayTests
{
    // What a process needs to end in an orderly way, as StopLimit says.
    private const int StopSeconds = 14;

    public static TheoryData<string> All => ["overlays/dev", "overlays/prod"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Objects_OfAnOverlay_AreWhatKubernetesKnows(string path)
    {
        var overlay = await Overlay.ReadAsync(path);
        Assert.Equal(["api", "ingest", "silo"], overlay.All<V1Deployment>().Select(item => item.Name()).Where(name => name != "redis").Order());
        Assert.All(overlay.Objects.Where(item => item is not V1Namespace), item => Assert.Equal("recharge-monitor", item.Namespace()));
        Assert.Matches(new Regex(@"^schema-\d+\.\d+\.\d+$"), Assert.Single(overlay.All<V1Job>()).Name());
    }

    [Fact]
    public async Task IngestOnLag_OnProd_LeavesTheNumberToKeda()
    {
        using var folder = new Servers.TemporaryFolder();
        var k8s = Path.GetRelativePath(folder[""], Path.Combine(AppContext.BaseDirectory, "k8s"));
        await File.WriteAllTextAsync(folder["kustomization.yaml"], $"resources: [{k8s}/overlays/prod]\ncomponents: [{k8s}/components/ingest-on-lag]\n");
        var overlay = await Overlay.ReadAsync(folder[""]);
        var scaled = Assert.Single(overlay.All<ScaledObject>());
        Assert.Equal("ingest", scaled.Spec.ScaleTargetRef.Name);
        Assert.Null(Assert.Single(overlay.All<V1Deployment>(), item => item.Name() == "ingest").Spec.Replicas);
        var trigger = Assert.Single(scaled.Spec.Triggers);
        Assert.Equal(Assert.Single(overlay.All<TriggerAuthentication>()).Metadata.Name, trigger.AuthenticationRef.Name);
        var settings = Assert.Single(overlay.All<V1ConfigMap>(), map => map.Name().StartsWith("ingest-", StringComparison.Ordinal)).Data;
        Assert.Equal(settings["Kafka__BootstrapServers"], trigger.Metadata["bootstrapServers"]);
        Assert.Equal(settings["Kafka__Group"], trigger.Metadata["consumerGroup"]);
        Assert.Equal(settings["Kafka__Topic"], trigger.Metadata["topic"]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Settings_OfEachRole_AreAcceptedByTheExecutable(string path)
    {
        var overlay = await Overlay.ReadAsync(path);
        foreach (var (name, pod) in overlay.MonitorPods)
        {
            var container = Assert.Single(pod.Spec.Containers);
            var faults = await GivenSettings.FaultsAsync(container.Args, SettingsOf(overlay, container));
            Assert.True(faults.Count == 0, $"{name}: {string.Join(Environment.NewLine, faults)}");
        }
    }

    [Fact]
    public async Task Settings_OfEachRole_HoldEveryOptionThatHasADefault()
    {
        var overlay = await Overlay.ReadAsync("overlays/dev");
        var settings = overlay.MonitorPods.SelectMany(pod => SettingsOf(overlay, pod.Template.Spec.Containers[0])).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        (string Section, object Options)[] sections =
        [
            (MySqlOptions.Section, new MySqlOptions()), (ClusterOptions.Section, new ClusterOptions()), (RedisOptions.Section, new RedisOptions()),
            (SiloHostOptions.Section, new SiloHostOptions()), (IngestHostOptions.Section, new IngestHostOptions()),
            (KafkaOptions.Section, new KafkaOptions()), (FeedingOptions.Section, new FeedingOptions()), (ApiHostOptions.Section, new ApiHostOptions()),
        ];
        var expected = sections.SelectMany(section => section.Options.GetType().GetProperties()
            .Where(property => property.GetValue(section.Options) is { } value and not "" and not System.Collections.IDictionary)
            .Select(property => $"{section.Section}__{property.Name}"));
        Assert.Empty(expected.Except(settings));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pods_OfAnOverlay_MayDoNothingThatTheyNeedNot(string path)
    {
        var overlay = await Overlay.ReadAsync(path);
        var own = overlay.MonitorPods.Select(pod => pod.Name).ToHashSet();
        Assert.Equal(4, own.Count);
        Assert.All(overlay.Pods, pod =>
        {
            var spec = pod.Template.Spec;
            Assert.False(spec.AutomountServiceAccountToken);
            Assert.False(spec.EnableServiceLinks);
            Assert.True(spec.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", spec.SecurityContext.SeccompProfile.Type);
            var container = Assert.Single(spec.Containers);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem is true || !own.Contains(pod.Name));
            Assert.Contains("memory", container.Resources.Limits.Keys);
            Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Order());
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Roles_OfAnOverlay_StopInOrderAndAreAskedHowTheyAre(string path)
    {
        var overlay = await Overlay.ReadAsync(path);
        foreach (var deployment in overlay.All<V1Deployment>().Where(item => item.Name() != "redis"))
        {
            var spec = deployment.Spec.Template.Spec;
            var container = spec.Containers[0];
            var pause = container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
            Assert.True(spec.TerminationGracePeriodSeconds > StopSeconds + pause, deployment.Name());
            Assert.Equal(("/healthz", "/healthz", "/readyz"), (container.StartupProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path));
            // A process waits two minutes for its database before it answers.
            Assert.True(container.StartupProbe.FailureThreshold * container.StartupProbe.PeriodSeconds > 120, deployment.Name());
            Assert.Equal(0, int.Parse(deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.ToString(), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(2, spec.TopologySpreadConstraints.Count);
            Assert.All(spec.TopologySpreadConstraints, spread => Assert.True(TrafficRules.Selects(spread.LabelSelector, deployment.Spec.Template)));
            var budget = Assert.Single(overlay.All<V1PodDisruptionBudget>(), item => TrafficRules.Selects(item.Spec.Selector, deployment.Spec.Template));
            Assert.Equal("1", budget.Spec.MaxUnavailable.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Services_OfAnOverlay_LeadToPortsOfPods(string path)
    {
        var overlay = await Overlay.ReadAsync(path);
        Assert.All(overlay.All<V1Service>(), service =>
        {
            var pod = Assert.Single(overlay.Pods, pod => TrafficRules.Selects(new V1LabelSelector { MatchLabels = service.Spec.Selector }, pod.Template));
            Assert.All(service.Spec.Ports, port => Assert.Contains(port.TargetPort.ToString(), pod.Template.Spec.Containers[0].Ports.Select(known => known.Name)));
        });
    }

    [Fact]
    public async Task Network_OfDev_LetsOnlyTheNeededPairsTalk() => Assert.Equal(
        [
            "ingest > kafka:kafka", "ingest > mysql:mysql", "ingest > silo:gateway", "kafka > kafka:kafka", "schema > mysql:mysql",
            "silo > mysql:mysql", "silo > redis:redis", "silo > silo:silo", "api > redis:redis",
        ],
        new TrafficRules(await Overlay.ReadAsync("overlays/dev")).Open().OrderBy(way => way.StartsWith("api", StringComparison.Ordinal)).ThenBy(way => way, StringComparer.Ordinal));

    [Fact]
    public async Task Network_OfProd_LetsOnlyTheNeededPairsTalk()
    {
        var rules = new TrafficRules(await Overlay.ReadAsync("overlays/prod"));
        Assert.Equal(["ingest > silo:gateway", "silo > silo:silo"], rules.Open().Order(StringComparer.Ordinal));
        Assert.Equal(["3306", "53", "53"], rules.Outside("schema").Order(StringComparer.Ordinal));
        Assert.Equal(["3306", "53", "53", "6380"], rules.Outside("silo").Order(StringComparer.Ordinal));
        Assert.Equal(["3306", "53", "53", "9093"], rules.Outside("ingest").Order(StringComparer.Ordinal));
        Assert.Equal(["53", "53", "6380"], rules.Outside("api").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<KeyValuePair<string, string>> SettingsOf(Overlay overlay, V1Container container) =>
        container.EnvFrom.SelectMany(from => overlay.Settings(from.ConfigMapRef.Name).Data);
}
