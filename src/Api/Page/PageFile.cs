using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Page;

/// <summary>A file of the wall, as it is and in the compressed forms that its build made.</summary>
internal sealed class PageFile : IResult
{
    // The build names these files after a hash of their content, so what a name stands for never changes.
    private const string HashedFolder = "assets/";

    private readonly Form plain;
    private readonly Form? brotli;
    private readonly Form? gzip;
    private readonly string contentType;
    private readonly string caching;

    /// <param name="name">Its path below the root of the site.</param>
    /// <param name="read">Reads a file of the wall; nothing where there is none.</param>
    public PageFile(string name, Func<string, byte[]?> read)
    {
        plain = new Form(read(name) ?? throw new InvalidOperationException($"the file {name} is not in the assembly"));
        (brotli, gzip) = (Form.Of(read($"{name}.br")), Form.Of(read($"{name}.gz")));
        contentType = ContentType(name);
        caching = name.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var (form, encoding) = Choose(request.Headers.AcceptEncoding);
        response.Headers.ETag = form.Tag;
        response.Headers.CacheControl = caching;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.ContentSecurityPolicy = PageEndpoints.SecurityPolicy;
        if (EntityTag.IsNamed(request.Headers.IfNoneMatch, form.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = contentType;
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        response.ContentLength = form.Body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(form.Body).AsTask();
    }

    /// <summary>The smallest form that the client takes.</summary>
    private (Form Form, string? Encoding) Choose(StringValues accepted)
    {
        if (!StringWithQualityHeaderValue.TryParseList(accepted, out var encodings))
            return (plain, null);
        if (brotli is not null && IsAccepted("br"))
            return (brotli, "br");
        return gzip is not null && IsAccepted("gzip") ? (gzip, "gzip") : (plain, null);

        bool IsAccepted(string name) =>
            encodings.Any(encoding => encoding.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var extension => throw new InvalidOperationException($"the wall has a file {name}, and files {extension} have no content type here"),
    };

    private sealed record Form(byte[] Body)
    {
        public string Tag { get; } = EntityTag.Of(0, Body);

        public static Form? Of(byte[]? body) => body is null ? null : new Form(body);
    }
}
