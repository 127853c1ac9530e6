using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Contracts;

/// <summary>Which stream and which grain a target has.</summary>
public static class TargetStreams
{
    /// <summary>The namespace of nationwide targets.</summary>
    public const string National = "national";

    /// <summary>The namespace of province targets.</summary>
    public const string Province = "province";

    /// <summary>The namespace of minute targets.</summary>
    public const string Minute = "minute";

    /// <summary>The stream provider of nationwide and province targets.</summary>
    public const string DayProvider = "days";

    /// <summary>The stream provider of minute targets: there are many, and each new one pauses its queue for a moment.</summary>
    public const string MinuteProvider = "minutes";

    /// <summary>The provider that carries a kind of target.</summary>
    public static string ProviderOf(TargetKind kind) => kind == TargetKind.Minute ? MinuteProvider : DayProvider;

    /// <summary>A target's stream.</summary>
    public static StreamId StreamOf(TargetId target) => StreamId.Create(NamespaceOf(target.Kind), target.ToString());

    /// <summary>A target's grain.</summary>
    public static ITargetGrain GrainOf(IGrainFactory grains, TargetId target) => target.Kind switch
    {
        TargetKind.National => grains.GetGrain<INationalGrain>(target.ToString()),
        TargetKind.Province => grains.GetGrain<IProvinceGrain>(target.ToString()),
        _ => grains.GetGrain<IMinuteGrain>(target.ToString()),
    };

    private static string NamespaceOf(TargetKind kind) => kind switch
    {
        TargetKind.National => National,
        TargetKind.Province => Province,
        _ => Minute,
    };
}
