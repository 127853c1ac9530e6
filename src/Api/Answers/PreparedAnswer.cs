using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace RechargeMonitor.Api.Answers;

/// <summary>
/// An answer whose bytes are made once and sent as often as they are asked for. Its compressed forms are made when they are
/// first asked for.
/// </summary>
internal sealed class PreparedAnswer : IResult
{
    /// <summary>What is shorter fits one packet with its headers, so compressing it gains nobody anything.</summary>
    internal const int LeastCompressedBytes = 1024;

    // Figures change every second: the quality at which a day by minute, 200 KB, takes 2 ms.
    private const int BrotliQuality = 4;
    private const int BrotliWindowBits = 18;

    private static readonly StringValues NoCache = "no-cache";
    private static readonly StringValues Json = "application/json; charset=utf-8";
    private static readonly StringValues AcceptEncoding = "Accept-Encoding";

    private readonly Form identity;
    private readonly StringValues contentType;
    private volatile Form? gzip;
    private volatile Form? brotli;

    private PreparedAnswer(long revision, byte[] body, StringValues contentType)
    {
        (Revision, this.contentType) = (revision, contentType);
        identity = new Form(body, EntityTag.Of(revision, body), default);
    }

    /// <summary>The revision of the figures that it was made of.</summary>
    public long Revision { get; }

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Body => identity.Bytes;

    public static PreparedAnswer OfJson(long revision, byte[] body) => new(revision, body, Json);

    /// <summary>Something that stays the same while the process lives.</summary>
    public static PreparedAnswer Constant(byte[] body, string contentType) => new(0, body, contentType);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var form = identity;
        if (identity.Bytes.Length >= LeastCompressedBytes)
        {
            response.Headers.Vary = AcceptEncoding;
            form = FormFor(AcceptedEncodings.Best(request.Headers.AcceptEncoding));
        }

        response.Headers.ETag = form.TagHeader;
        response.Headers.CacheControl = NoCache;
        if (EntityTag.IsNamed(request.Headers.IfNoneMatch, form.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.Headers.ContentType = contentType;
        if (form.Encoding.Count > 0)
            response.Headers.ContentEncoding = form.Encoding;
        response.ContentLength = form.Bytes.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : WriteAsync(response.BodyWriter, form.Bytes);
    }

    // A write that is over at once, as nearly all are, leaves no task behind.
    private static Task WriteAsync(PipeWriter writer, byte[] bytes)
    {
        var write = writer.WriteAsync(bytes);
        if (!write.IsCompletedSuccessfully)
            return write.AsTask();
        write.GetAwaiter().GetResult();
        return Task.CompletedTask;
    }

    // Two that ask at the same time may both make it; either is right.
    private Form FormFor(AcceptedEncoding encoding) => encoding switch
    {
        AcceptedEncoding.Brotli => brotli ??= Compress("br", static bytes =>
        {
            var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
            return BrotliEncoder.TryCompress(bytes, compressed, out var length, BrotliQuality, BrotliWindowBits) ? compressed[..length] : null;
        }),
        AcceptedEncoding.Gzip => gzip ??= Compress("gzip", static bytes =>
        {
            using var compressed = new MemoryStream();
            using (var stream = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
                stream.Write(bytes);
            return compressed.ToArray();
        }),
        _ => identity,
    };

    private Form Compress(string encoding, Func<byte[], byte[]?> compress) =>
        compress(identity.Bytes) is { } compressed && compressed.Length < identity.Bytes.Length
            ? new Form(compressed, EntityTag.OfEncoding(identity.Tag, encoding), encoding)
            : identity;

    private sealed record Form(byte[] Bytes, string Tag, StringValues Encoding)
    {
        public StringValues TagHeader { get; } = Tag;
    }
}
