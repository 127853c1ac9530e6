using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace RechargeMonitor.Architecture.Tests.Docs;

/// <summary>What <c>docs/architecture.md</c> and the readmes name is there.</summary>
public sealed class ArchitecturePageTests
{
    private static readonly string[] Pages = ["docs/architecture.md", "README.md", "README.zh-CN.md", "docs/runbook.md", "docs/metrics.md", "docs/settings.md"];

    public static TheoryData<string> All => [.. Pages];

    [Fact]
    public void Page_OfTheArchitecture_NamesTypesThatExist()
    {
        var types = ProjectRule.All.SelectMany(rule => Assembly.Load(rule.Assembly).GetTypes())
            .Select(type => type.Name.Split('`')[0]).ToHashSet(StringComparer.Ordinal);
        var named = Regex.Matches(Repository.Read("docs/architecture.md"), "`(?:[A-Z][A-Za-z]+/)?([A-Z][A-Za-z]+)`").Select(name => name.Groups[1].Value).Distinct().ToArray();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(types));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Page_LinksAndFolders_Exist(string page)
    {
        var text = Repository.Read(page);
        var folder = Path.GetDirectoryName(page) ?? "";
        var links = Regex.Matches(text, @"\]\((?!https?:)(?<path>[^)#]*)(#[^)]*)?\)").Select(link => Path.Combine(folder, link.Groups["path"].Value));
        var folders = Regex.Matches(text, "`(?<path>(?:src|tests|docs|deploy|bench)(?:/[A-Za-z.-]+)*)`").Select(path => path.Groups["path"].Value);
        var missing = links.Concat(folders).Select(path => Path.Combine(Repository.Root, path)).Where(path => !Path.Exists(path));
        Assert.Empty(missing);
    }

    [Fact]
    public void Readmes_InBothLanguages_HaveTheSameCommandsAndLinks()
    {
        Assert.Equal(Commands("README.md"), Commands("README.zh-CN.md"));
        Assert.Equal(Folders("README.md"), Folders("README.zh-CN.md"));
    }

    /// <summary>The blocks of commands, and the commands of tables: all that is not words.</summary>
    private static string[] Commands(string page)
    {
        var text = Repository.Read(page);
        return
        [
            .. Regex.Matches(text, "^```\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Select(block => block.Groups[1].Value),
            .. Regex.Matches(text, @"\| `([^`]+)` \|$", RegexOptions.Multiline).Select(cell => cell.Groups[1].Value),
        ];
    }

    private static string[] Folders(string page) =>
        [.. Regex.Matches(Repository.Read(page), @"^\| `([^`]+)` \|", RegexOptions.Multiline).Select(cell => cell.Groups[1].Value)];
}
