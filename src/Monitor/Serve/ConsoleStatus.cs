using System.Globalization;
using RechargeMonitor.Ingest.Feeding;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Says on the console what runs where, and now and then how fast lines come.</summary>
internal sealed class ConsoleStatus(TimeProvider time, TextWriter output, IReadOnlyList<FeedingState> feeds)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public void WriteHeader(string url, string dashboard, string data, IEnumerable<string> sources)
    {
        var address = url.TrimEnd('/');
        output.WriteLine($"wall       {address}/");
        output.WriteLine($"REST       {address}/api/v1/overview   description: {address}/openapi/v1.json");
        output.WriteLine($"dashboard  {dashboard}");
        output.WriteLine($"data       {data}");
        foreach (var source in sources)
            output.WriteLine($"source     {source}");
        output.WriteLine("Ctrl-C stops it");
    }

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (linesBefore, since) = (0L, time.GetTimestamp());
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var lines = feeds.Sum(feed => feed.LinesRead);
                var seconds = time.GetElapsedTime(since).TotalSeconds;
                since = time.GetTimestamp();
                if (lines == linesBefore)
                    continue;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{time.GetLocalNow():HH:mm:ss}  {(lines - linesBefore) / seconds:N0} lines/s, {feeds.Sum(feed => feed.LinesCommitted):N0} lines counted since the start{Repeats()}"));
                linesBefore = lines;
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    private string Repeats() => feeds.Sum(feed => feed.Rewinds) is > 0 and var rewinds
        ? string.Create(CultureInfo.InvariantCulture, $", {rewinds:N0} times read again from a checkpoint")
        : "";
}
