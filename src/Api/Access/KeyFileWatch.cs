using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RechargeMonitor.Api.Access;

/// <summary>
/// Reads the file of keys again and again, so that a key is given or taken without a restart. Reading it costs less than
/// what tells of changes would, and sees files that are replaced, linked or mounted too.
/// </summary>
internal sealed partial class KeyFileWatch(string path, KeyRing ring, TimeProvider time, ILogger<KeyFileWatch> logger) : BackgroundService
{
    /// <summary>How soon a change is seen.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private IReadOnlyList<ApiKey>? seen;
    private string? fault;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The first keys are there before the first request.
        Read();
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Read();
    }

    /// <summary>A file that cannot be read leaves the keys as they were: half of a file must not lock everybody out.</summary>
    private void Read()
    {
        try
        {
            var keys = KeyFile.Read(path);
            if (fault is null && seen is not null && AreSame(seen, keys))
                return;
            ring.Replace(keys);
            (seen, fault) = (keys, null);
            LogRead(path, keys.Count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            if (fault == exception.Message)
                return;
            fault = exception.Message;
            LogKept(path, exception.Message);
        }
    }

    private static bool AreSame(IReadOnlyList<ApiKey> some, IReadOnlyList<ApiKey> others) =>
        some.Count == others.Count && some.Zip(others).All(pair => pair.First.IsSame(pair.Second));

    [LoggerMessage(7001, LogLevel.Information, "{Count} API keys are valid, as {Path} says")]
    private partial void LogRead(string path, int count);

    [LoggerMessage(7002, LogLevel.Error, "The API keys stay as they were, keys that were taken away too, because {Path} cannot be used: {Reason}")]
    private partial void LogKept(string path, string reason);
}
