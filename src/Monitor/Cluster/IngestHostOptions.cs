using Microsoft.Extensions.Options;
using RechargeMonitor.Monitor.Hosting;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>What the role <c>ingest</c> does. Section <c>Ingest</c>; the command line goes before it.</summary>
public sealed class IngestHostOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Ingest";

    /// <summary>Where health is answered.</summary>
    public string Url { get; set; } = "http://localhost:8082";

    /// <summary>The number of shards that the database must have; without it any.</summary>
    public int? Shards { get; set; }
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class IngestHostOptionsValidator : IValidateOptions<IngestHostOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, IngestHostOptions options) =>
        UrlRule.FaultOf("Ingest:Url", options.Url) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
}
