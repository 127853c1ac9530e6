using System.Xml.Linq;

namespace RechargeMonitor.Architecture.Tests;

/// <summary>A project file of <c>src</c>.</summary>
internal sealed class ProjectFile(string path)
{
    private readonly XDocument document = XDocument.Load(path);

    public string Project => Path.GetFileNameWithoutExtension(path);

    /// <summary>The projects that it references.</summary>
    public IEnumerable<string> Projects => Included("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference));

    /// <summary>The packages and frameworks that it references.</summary>
    public IEnumerable<string> Packages => [.. Included("PackageReference"), .. Included("FrameworkReference")];

    /// <summary>Every project file below <c>src</c>.</summary>
    public static IReadOnlyList<ProjectFile> All()
    {
        var source = Path.Combine(Repository.Root, "src");
        return [.. Directory.EnumerateFiles(source, "*.csproj", SearchOption.AllDirectories).Select(file => new ProjectFile(file))];
    }

    private IEnumerable<string> Included(string element) =>
        document.Descendants(element).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));
}
