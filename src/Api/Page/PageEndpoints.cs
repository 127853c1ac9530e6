using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Page;

/// <summary>One plain page that shows the figures live. It needs nothing from elsewhere.</summary>
internal static class PageEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapFile(routes, "/", "page.html", "text/html; charset=utf-8");
        MapFile(routes, "/page.js", "page.js", "text/javascript; charset=utf-8");
        MapFile(routes, "/page.css", "page.css", "text/css; charset=utf-8");
        MapFile(routes, "/page.svg", "page.svg", "image/svg+xml");
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string name, string contentType)
    {
        var file = PreparedAnswer.Constant(Read(name), contentType);
        routes.MapReading(path, (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return (IResult)file;
        }).ExcludeFromDescription();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageEndpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the file {name} is not in the assembly");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
