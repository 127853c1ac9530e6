using Microsoft.Extensions.Options;
using RechargeMonitor.Monitor.Hosting;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>What <c>serve</c> does. Section <c>Serve</c>; the command line goes before it.</summary>
public sealed class ServeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Serve";

    /// <summary>Where the wall and REST are served.</summary>
    public string Url { get; set; } = "http://localhost:8080";

    /// <summary>The folder that keeps the database; without it demo data goes to a temporary one, other data to <c>./recharge-data</c>.</summary>
    public string? Data { get; set; }

    /// <summary>Files, folders and globs to follow.</summary>
    public IList<string> Tail { get; } = [];

    /// <summary>Whether lines come from standard input.</summary>
    public bool Stdin { get; set; }

    /// <summary>Whether the built-in generator writes lines; so it does when no other source is given.</summary>
    public bool Demo { get; set; }

    /// <summary>How many lines a second the demo writes on average over a day.</summary>
    public int DemoRate { get; set; } = 10;

    /// <summary>How many days' figures are kept.</summary>
    public int RetentionDays { get; set; } = 32;

    /// <summary>In how many parts national and minute figures are kept; chosen when the database is made.</summary>
    public int Shards { get; set; } = 1;
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class ServeOptionsValidator : IValidateOptions<ServeOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ServeOptions options)
    {
        var faults = new List<string>();
        if (UrlRule.FaultOf("Serve:Url", options.Url) is { } fault)
            faults.Add(fault);
        if (options.DemoRate is < 1 or > 100_000)
            faults.Add($"Serve:DemoRate (--demo-rate) is {options.DemoRate}: expected 1 to 100000 lines a second");
        if (options.RetentionDays is < 1 or > 3660)
            faults.Add($"Serve:RetentionDays (--retention-days) is {options.RetentionDays}: expected 1 to 3660 days");
        if (options.Shards is < 1 or > 64)
            faults.Add($"Serve:Shards is {options.Shards}: expected 1 to 64");
        foreach (var pattern in options.Tail.Where(string.IsNullOrWhiteSpace))
            faults.Add($"Serve:Tail (--tail) holds '{pattern}': expected a file, a folder or a glob");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
