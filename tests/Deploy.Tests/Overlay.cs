using System.Diagnostics;
using k8s;
using k8s.Models;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Deploy.Tests;

/// <summary>The objects of an overlay, as <c>kubectl kustomize</c> makes them.</summary>
internal sealed class Overlay
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // Of what Kubernetes does not know by itself, the types here say what is expected.
    private static readonly Dictionary<string, Type> OtherKinds = new(StringComparer.Ordinal)
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
    };

    private Overlay(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects) => Objects = objects;

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>The pods that the objects make, with the name of what makes them.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> Pods => Objects.Select(item => item switch
    {
        V1Deployment deployment => (deployment.Name(), deployment.Spec.Template),
        V1StatefulSet set => (set.Name(), set.Spec.Template),
        V1Job job => (job.Name(), job.Spec.Template),
        _ => default,
    }).Where(pod => pod.Item2 is not null);

    /// <summary>Those whose image is the monitor's.</summary>
    public IEnumerable<(string Name, V1PodTemplateSpec Template)> MonitorPods =>
        Pods.Where(pod => pod.Template.Spec.Containers.Any(container => container.Image.Contains("recharge-monitor", StringComparison.Ordinal)));

    /// <summary>Renders an overlay and reads its objects strictly: a name that their types do not have, or a value of another type, fails.</summary>
    /// <param name="path">The folder below <c>deploy/k8s</c>.</param>
    public static async Task<Overlay> ReadAsync(string path) => new(
        [.. KubernetesYaml.LoadAllFromString(await RenderAsync(Path.Combine(AppContext.BaseDirectory, "k8s", path)), OtherKinds, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()]);

    /// <summary>Renders a folder of manifests; the test is skipped where there is no kubectl.</summary>
    public static async Task<string> RenderAsync(string folder)
    {
        var kubectl = Environment.GetEnvironmentVariable("KUBECTL") ?? Programs.Find("kubectl");
        if (kubectl is null)
            Assert.Skip("kubectl is not installed, and the variable KUBECTL names none");
        var start = new ProcessStartInfo(kubectl, ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"kubectl kustomize {folder} ended with {process.ExitCode}: {await error}");
        return output;
    }

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    public V1ConfigMap Settings(string name) => Assert.Single(All<V1ConfigMap>(), map => map.Name() == name);
}
