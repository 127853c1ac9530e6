using k8s;
using k8s.Models;

namespace RechargeMonitor.Deploy.Tests;

/// <summary>What KEDA calls a <c>ScaledObject</c>, as far as it is used here.</summary>
internal sealed class ScaledObject : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public ScaledObjectSpec Spec { get; set; } = new();

    internal sealed class ScaledObjectSpec
    {
        public V2CrossVersionObjectReference ScaleTargetRef { get; set; } = new();

        public int PollingInterval { get; set; }

        public int CooldownPeriod { get; set; }

        public int MinReplicaCount { get; set; }

        public int MaxReplicaCount { get; set; }

        public AdvancedSpec Advanced { get; set; } = new();

        public List<Trigger> Triggers { get; set; } = [];
    }

    internal sealed class AdvancedSpec
    {
        public AutoscalerSpec HorizontalPodAutoscalerConfig { get; set; } = new();
    }

    internal sealed class AutoscalerSpec
    {
        public V2HorizontalPodAutoscalerBehavior Behavior { get; set; } = new();
    }

    internal sealed class Trigger
    {
        public string Type { get; set; } = "";

        public V1LocalObjectReference AuthenticationRef { get; set; } = new();

        public Dictionary<string, string> Metadata { get; set; } = [];
    }
}

/// <summary>Where KEDA finds what it logs in with.</summary>
internal sealed class TriggerAuthentication : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public TriggerAuthenticationSpec Spec { get; set; } = new();

    internal sealed class TriggerAuthenticationSpec
    {
        public List<TargetRef> SecretTargetRef { get; set; } = [];

        public List<TargetRef> ConfigMapTargetRef { get; set; } = [];
    }

    internal sealed class TargetRef
    {
        public string Parameter { get; set; } = "";

        public string Name { get; set; } = "";

        public string Key { get; set; } = "";
    }
}
