using k8s.Models;

namespace RechargeMonitor.Deploy.Tests;

/// <summary>What the network policies of an overlay let through between its own pods, as a network plug-in works it out.</summary>
internal sealed class TrafficRules(Overlay overlay)
{
    private const string Component = "app.kubernetes.io/component";

    /// <summary>Each way that is open, as <c>from > to:port</c> with the port's name.</summary>
    public IEnumerable<string> Open() =>
        from sender in overlay.Pods
        from receiver in overlay.Pods
        from port in receiver.Template.Spec.Containers.SelectMany(container => container.Ports ?? [])
        where Leaves(sender.Template, receiver.Template, port) && Enters(sender.Template, receiver.Template, port)
        select $"{Of(sender.Template)} > {Of(receiver.Template)}:{port.Name}";

    /// <summary>The ports outside that a component's pods may reach, wherever that is.</summary>
    public IEnumerable<string> Outside(string component) =>
        from policy in Policies(V1PolicyType.Egress, overlay.Pods.Single(pod => Of(pod.Template) == component).Template)
        from rule in policy.Spec.Egress ?? []
        where rule.To is null || rule.To.Any(peer => peer.IpBlock is not null || peer.NamespaceSelector is not null)
        from port in rule.Ports ?? []
        select port.Port.ToString();

    private static string Of(V1PodTemplateSpec pod) => pod.Metadata.Labels[Component];

    private bool Leaves(V1PodTemplateSpec sender, V1PodTemplateSpec receiver, V1ContainerPort port)
    {
        var policies = Policies(V1PolicyType.Egress, sender);
        return policies.Count == 0 || policies.SelectMany(policy => policy.Spec.Egress ?? []).Any(rule => Names(rule.To, receiver) && Names(rule.Ports, port));
    }

    private bool Enters(V1PodTemplateSpec sender, V1PodTemplateSpec receiver, V1ContainerPort port)
    {
        var policies = Policies(V1PolicyType.Ingress, receiver);
        return policies.Count == 0 || policies.SelectMany(policy => policy.Spec.Ingress ?? []).Any(rule => Names(rule.FromProperty, sender) && Names(rule.Ports, port));
    }

    private List<V1NetworkPolicy> Policies(string type, V1PodTemplateSpec pod) =>
        [.. overlay.All<V1NetworkPolicy>().Where(policy => policy.Spec.PolicyTypes.Contains(type) && Selects(policy.Spec.PodSelector, pod))];

    private static bool Names(IList<V1NetworkPolicyPeer>? peers, V1PodTemplateSpec pod) =>
        peers is null || peers.Any(peer => peer switch
        {
            { PodSelector: { } pods, NamespaceSelector: null } => Selects(pods, pod),
            { NamespaceSelector: { MatchLabels: null, MatchExpressions: null }, PodSelector: null } => true,
            _ => false,
        });

    private static bool Names(IList<V1NetworkPolicyPort>? ports, V1ContainerPort port) =>
        ports is null || ports.Any(allowed => allowed.Port.ToString() == port.Name || allowed.Port.ToString() == port.ContainerPort.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static bool Selects(V1LabelSelector selector, V1PodTemplateSpec pod) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => pod.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(expression => expression.OperatorProperty == "In"
            ? pod.Metadata.Labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value)
            : throw new NotSupportedException($"{expression.OperatorProperty} is not used so far"));
}

/// <summary>The directions that a policy is for.</summary>
internal static class V1PolicyType
{
    public const string Egress = "Egress";
    public const string Ingress = "Ingress";
}
