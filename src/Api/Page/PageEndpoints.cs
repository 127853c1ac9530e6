using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Page;

/// <summary>Serves the wall, which <c>src/Api/wall</c> makes and the build puts into this assembly.</summary>
internal static class PageEndpoints
{
    /// <summary>
    /// What the page may do: run its own scripts, wear its own styles, and ask its own server; no code and no style inside of
    /// markup, nothing from elsewhere, and no place in anybody's frame.
    /// </summary>
    internal const string SecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Folder = "wall/";
    private const string IndexFile = "index.html";

    private static readonly byte[] Missing =
    [
        .. """
        This monitor was built without its wall (-p:Wall=false).
        The figures are at /api/v1/overview; /openapi/v1.json describes all there is.

        """u8,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Resources keep the separator of the machine that built them.
        var resources = typeof(PageEndpoints).Assembly.GetManifestResourceNames()
            .Select(static resource => (Resource: resource, Name: resource.Replace('\\', '/')))
            .Where(static file => file.Name.StartsWith(Folder, StringComparison.Ordinal))
            .ToDictionary(static file => file.Name[Folder.Length..], static file => file.Resource);
        if (!resources.ContainsKey(IndexFile))
        {
            MapFile(routes, "/", PreparedAnswer.Constant(Missing, "text/plain; charset=utf-8"));
            return;
        }

        foreach (var name in resources.Keys.Where(static name => Path.GetExtension(name) is not (".br" or ".gz")))
            MapFile(routes, name == IndexFile ? "/" : $"/{name}", new PageFile(name, file => resources.TryGetValue(file, out var resource) ? Read(resource) : null));
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, IResult file) =>
        routes.MapReading(path, () => file).ExcludeFromDescription();

    private static byte[] Read(string resource)
    {
        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
