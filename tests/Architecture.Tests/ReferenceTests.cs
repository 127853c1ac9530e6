using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace RechargeMonitor.Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => [.. ProjectRule.All.Select(rule => rule.Project)];

    [Fact]
    public void Projects_OfSource_AreThoseThatHaveARule() =>
        Assert.Equal(ProjectRule.All.Select(rule => rule.Project).Order(), ProjectFile.All().Select(file => file.Project).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_References_AreAllowed(string project)
    {
        var rule = Rule(project);
        var references = Assembly.Load(rule.Assembly).GetReferencedAssemblies().Select(reference => reference.Name!).ToArray();
        Assert.NotEmpty(references);
        Assert.Empty(rule.Forbidden(references));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_References_AreAllowed(string project)
    {
        // An assembly does not show what its project references and does not use yet.
        var file = Assert.Single(ProjectFile.All(), file => file.Project == project);
        Assert.Empty(file.Projects.Except(Rule(project).Projects));
    }

    [Fact]
    public void Core_ProjectFile_ReferencesNothing()
    {
        var file = Assert.Single(ProjectFile.All(), file => file.Project == "Core");
        Assert.Empty(file.Projects);
        Assert.Empty(file.Packages);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_Namespaces_BeginWithTheProject(string project)
    {
        var rule = Rule(project);
        var types = Assembly.Load(rule.Assembly).GetTypes().Where(IsWritten).ToArray();
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.StartsWith($"{rule.Namespace}.", $"{type.Namespace}.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Core", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Core", "RechargeMonitor.Contracts")]
    [InlineData("Contracts", "Microsoft.Data.Sqlite")]
    [InlineData("Snapshots", "RechargeMonitor.Grains")]
    [InlineData("Ingest", "RechargeMonitor.Grains")]
    [InlineData("Api", "RechargeMonitor.Contracts")]
    [InlineData("Silo", "recharge-monitor")]
    public void Forbidden_ReferenceAgainstTheRules_IsFound(string project, string assembly) =>
        Assert.Equal([assembly], Rule(project).Forbidden(["System.Runtime", assembly]));

    private static ProjectRule Rule(string project) => Assert.Single(ProjectRule.All, rule => rule.Project == project);

    /// <summary>Whether people have written a type, rather than the compiler or a generator; the entry point stands in no namespace.</summary>
    private static bool IsWritten(Type type) =>
        type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
        && type.GetCustomAttribute<GeneratedCodeAttribute>() is null
        && type.Name != "Program"
        && type.Namespace != "Microsoft.CodeAnalysis"
        && type.Namespace != "System.Runtime.CompilerServices"
        && (type.DeclaringType is null || IsWritten(type.DeclaringType));
}
