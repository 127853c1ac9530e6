using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RechargeMonitor.Api.Answers;

/// <summary>An answer whose bytes are made once and sent as often as they are asked for.</summary>
internal sealed class PreparedAnswer : IResult
{
    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues Json = "application/json; charset=utf-8";

    private readonly byte[] body;
    private readonly string tag;
    private readonly StringValues tagHeader;
    private readonly StringValues contentType;

    private PreparedAnswer(long revision, byte[] body, StringValues contentType)
    {
        (Revision, this.body, this.contentType) = (revision, body, contentType);
        tag = EntityTag.Of(revision, body);
        tagHeader = tag;
    }

    /// <summary>The revision of the figures that it was made of.</summary>
    public long Revision { get; }

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Body => body;

    public static PreparedAnswer OfJson(long revision, byte[] body) => new(revision, body, Json);

    /// <summary>Something that stays the same while the process lives.</summary>
    public static PreparedAnswer Constant(byte[] body, string contentType) => new(0, body, contentType);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = tagHeader;
        response.Headers.CacheControl = NoCache;
        if (EntityTag.IsNamed(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.Headers.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }
}
