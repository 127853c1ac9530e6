namespace RechargeMonitor.Architecture.Tests;

/// <summary>What a project of <c>src</c> may reference. <c>docs/architecture.md</c> says it in words.</summary>
/// <param name="Project">Its name, which is its folder's.</param>
/// <param name="Projects">The projects that it may reference, in the end as well as directly.</param>
/// <param name="Assemblies">How the names of all other assemblies that it may reference begin; nothing where any may be.</param>
internal sealed record ProjectRule(string Project, string[] Projects, string[]? Assemblies = null)
{
    private const string Prefix = "RechargeMonitor.";
    private const string Executable = "recharge-monitor";

    /// <summary>The rules, each project behind those that it may reference.</summary>
    public static readonly ProjectRule[] All =
    [
        new("Core", [], ["System."]),
        new("Contracts", ["Core"], ["System.", "Orleans.", "Microsoft.Extensions."]),
        new("Snapshots", ["Core"]),
        new("Grains", ["Core", "Contracts", "Snapshots"]),
        new("Silo", ["Core", "Contracts", "Snapshots", "Grains"]),
        new("Ingest", ["Core", "Contracts"]),
        new("Api", ["Core", "Snapshots"]),
        new("Monitor", ["Core", "Contracts", "Snapshots", "Grains", "Silo", "Ingest", "Api"]),
    ];

    /// <summary>The name of the project's assembly.</summary>
    public string Assembly => Project == "Monitor" ? Executable : Prefix + Project;

    /// <summary>How the names of its namespaces begin.</summary>
    public string Namespace => Prefix + Project;

    /// <summary>Those of some referenced assemblies that are not allowed.</summary>
    public IEnumerable<string> Forbidden(IEnumerable<string> assemblies) => assemblies.Where(assembly =>
        assembly.StartsWith(Prefix, StringComparison.Ordinal)
            ? !Projects.Contains(assembly[Prefix.Length..])
            : assembly == Executable || (Assemblies is not null && !Array.Exists(Assemblies, start => assembly.StartsWith(start, StringComparison.Ordinal))));
}
