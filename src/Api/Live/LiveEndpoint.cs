using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Answers;
using RechargeMonitor.Api.Description;
using RechargeMonitor.Api.Limits;

namespace RechargeMonitor.Api.Live;

/// <summary>Lets clients follow the figures.</summary>
internal sealed class LiveEndpoint(LiveFeed feed, ClientLimits limits, KeyRing keys, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>How long nothing may be sent before a comment shows that the line is alive.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take to make room for a message.</summary>
    internal static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private static readonly ReadOnlyMemory<byte> Opening = "retry: 1000\n\n"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Comment = ": alive\n\n"u8.ToArray();

    /// <summary>How many follow now.</summary>
    internal int Subscribers => limits.Followers;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapReading("/api/v1/live", GetAsync)
        .WithTags(AnswerRoutes.FiguresTag)
        .Produces<LiveSnapshot>(contentType: "text/event-stream")
        .Refuses(503);

    /// <summary>The figures live, as server-sent events</summary>
    /// <remarks>
    /// A stream of events named snapshot. The data of each is one line of JSON as described here, its id is its revision, with a mark where it is stale.
    /// One comes at connect and one whenever figures or books change or become stale or fresh, at most once a second. A client that sends the id of
    /// the newest event as Last-Event-ID gets the next change only. A comment every 15 s shows that the line is alive.
    /// </remarks>
    internal static Task GetAsync(HttpContext context, LiveEndpoint live) => live.FollowAsync(context);

    private async Task FollowAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            WriteHeaders(context.Response);
            return;
        }

        if (!limits.TryFollow(context, out var client))
        {
            context.Response.Headers.RetryAfter = "10";
            await new ProblemAnswer(StatusCodes.Status503ServiceUnavailable, "As many as can be served follow the figures already, of all or from here.").ExecuteAsync(context);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            WriteHeaders(context.Response);
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await SendAsync(context, ending.Token);
        }
        catch (Exception ended) when (ending.IsCancellationRequested && ended is (OperationCanceledException or IOException))
        {
            // The client or the server went away: the usual end of a stream.
        }
        finally
        {
            limits.EndFollowing(client);
        }
    }

    private static void WriteHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task SendAsync(HttpContext context, CancellationToken ending)
    {
        if (!await TryWriteAsync(context, Opening, ending))
            return;
        var admission = new Admission(keys, context, time);
        var seen = feed.NumberOf(context.Request.Headers["Last-Event-ID"]);
        while (admission.Holds)
        {
            // Whatever a slow client missed, it is sent the newest event only, with all that changed since its last one.
            var current = feed.Current;
            if (current.Number == seen)
            {
                await current.Next.WaitAsync(Heartbeat, time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ending.ThrowIfCancellationRequested();
                if (!current.Next.IsCompleted && !await TryWriteAsync(context, Comment, ending))
                    return;
                continue;
            }

            if (!await TryWriteAsync(context, current.MessageAfter(seen), ending))
                return;
            seen = current.Number;
        }
    }

    /// <summary>Writes, unless the client takes too long, which ends its connection.</summary>
    private async Task<bool> TryWriteAsync(HttpContext context, ReadOnlyMemory<byte> message, CancellationToken ending)
    {
        using var limit = new CancellationTokenSource(WriteLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, limit.Token);
        try
        {
            await context.Response.Body.WriteAsync(message, either.Token);
            await context.Response.Body.FlushAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ending.IsCancellationRequested)
        {
            context.Abort();
            return false;
        }
    }
}
