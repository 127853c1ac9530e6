using Microsoft.Extensions.Options;
using RechargeMonitor.Monitor.Hosting;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>What the role <c>silo</c> does. Section <c>Silo</c>; the command line goes before it.</summary>
public sealed class SiloHostOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Silo";

    /// <summary>Where health and the grain dashboard are answered.</summary>
    public string Url { get; set; } = "http://localhost:8081";

    /// <summary>How many days' figures are kept; the same for all silos.</summary>
    public int RetentionDays { get; set; } = 32;

    /// <summary>The number of shards that the database must have; without it any.</summary>
    public int? Shards { get; set; }
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class SiloHostOptionsValidator : IValidateOptions<SiloHostOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SiloHostOptions options)
    {
        var faults = new List<string>();
        if (UrlRule.FaultOf("Silo:Url", options.Url) is { } fault)
            faults.Add(fault);
        if (options.RetentionDays is < 1 or > 3660)
            faults.Add($"Silo:RetentionDays (--retention-days) is {options.RetentionDays}: expected 1 to 3660 days");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
