using Microsoft.Extensions.Options;
using RechargeMonitor.Monitor.Hosting;

namespace RechargeMonitor.Monitor.Cluster;

/// <summary>What the role <c>api</c> does. Section <c>Api</c>; the command line goes before it.</summary>
public sealed class ApiHostOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Api";

    /// <summary>Where the wall and REST are served.</summary>
    public string Url { get; set; } = "http://localhost:8080";
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class ApiHostOptionsValidator : IValidateOptions<ApiHostOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ApiHostOptions options) =>
        UrlRule.FaultOf("Api:Url", options.Url) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
}
