using System.Net;
using Microsoft.Extensions.Options;

namespace RechargeMonitor.Silo.Clustering;

/// <summary>
/// How processes of a cluster find and watch each other. Section <c>Cluster</c>. The times are short, so that figures stand
/// for seconds when a silo dies; the cost is that a silo which stalls for as long, by a long garbage collection or a
/// starved machine, is taken for dead and must start again. Nothing is lost then, but its partitions are read again.
/// </summary>
public sealed class ClusterOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cluster";

    /// <summary>The cluster's name: silos and clients of one name and one database belong together.</summary>
    public string Id { get; set; } = "recharge-monitor";

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>The port for clients.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>The address that others reach this silo at; without it the host's own.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Whether to listen on all addresses of the host instead of the advertised one only, as behind a translated address.</summary>
    public bool ListenAnywhere { get; set; }

    /// <summary>How often silos ask each other whether they live, and how long an answer may take. 10 s is Orleans' own default.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many times as long an answer may take where answers have been slow lately; Orleans' default is 4. Who sent anything
    /// within the missed probes' time, so stretched, is not taken for dead either: that is how long a silo may stand still.
    /// </summary>
    internal const int ProbeStretch = 2;

    /// <summary>After how many questions without an answer a silo is suspected.</summary>
    public int MissedProbes { get; set; } = 3;

    /// <summary>
    /// How often the table of silos is read again, in case that news of it got lost. One small query of each silo; Orleans'
    /// default is a minute.
    /// </summary>
    public TimeSpan TableRefreshPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often each silo writes into the table that it lives, by one small update. One that has not for three such periods
    /// is no longer waited for by a silo that joins: so long it takes, and some seconds, until a cluster goes on whose silos
    /// have all died at once and come back with other addresses. With Orleans' default of 30 s it stood for 111 s.
    /// </summary>
    public TimeSpan HeartbeatPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often clients read which silos there are: by that they notice that one is dead, and send again what they had sent
    /// to it. One small query of each client; Orleans' default is a minute.
    /// </summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a call between processes may take. A checkpoint that waits for a dead silo goes on after it.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// In how many queues each kind of stream goes. All processes must have the same number, and it should not be below the
    /// number of silos, or some have nothing to read; each costs some small calls a second when idle.
    /// </summary>
    public int Queues { get; set; } = 8;
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    // As many as the database keeps.
    private const int MaxIdLength = 150;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Id) || options.Id.Length > MaxIdLength)
            faults.Add($"Cluster:Id is '{options.Id}': expected a name of 1 to {MaxIdLength} characters");
        AddPort(faults, nameof(options.SiloPort), options.SiloPort);
        AddPort(faults, nameof(options.GatewayPort), options.GatewayPort);
        if (options.SiloPort == options.GatewayPort)
            faults.Add($"Cluster:SiloPort and Cluster:GatewayPort are both {options.SiloPort}: expected two ports");
        if (options.AdvertisedAddress is { } address && !IPAddress.TryParse(address, out _))
            faults.Add($"Cluster:AdvertisedAddress is '{address}': expected an IP address");
        AddTime(faults, nameof(options.ProbeTimeout), options.ProbeTimeout, 0.1, 60);
        if (options.MissedProbes is < 1 or > 100)
            faults.Add($"Cluster:MissedProbes is {options.MissedProbes}: expected 1 to 100");
        AddTime(faults, nameof(options.TableRefreshPeriod), options.TableRefreshPeriod, 1, 600);
        AddTime(faults, nameof(options.HeartbeatPeriod), options.HeartbeatPeriod, 1, 600);
        AddTime(faults, nameof(options.GatewayListRefreshPeriod), options.GatewayListRefreshPeriod, 0.5, 600);
        AddTime(faults, nameof(options.ResponseTimeout), options.ResponseTimeout, 1, 300);
        if (options.Queues is < 1 or > 256)
            faults.Add($"Cluster:Queues is {options.Queues}: expected 1 to 256");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void AddPort(List<string> faults, string name, int port)
    {
        if (port is < 1 or > 65535)
            faults.Add($"Cluster:{name} is {port}: expected a port from 1 to 65535");
    }

    private static void AddTime(List<string> faults, string name, TimeSpan time, double least, double most)
    {
        if (time.TotalSeconds < least || time.TotalSeconds > most)
            faults.Add(FormattableString.Invariant($"Cluster:{name} is {time}: expected {least} to {most} s"));
    }
}
