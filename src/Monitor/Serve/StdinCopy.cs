using RechargeMonitor.Ingest.Sources.Spool;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>
/// Copies standard input to its spool, which is what is counted: so it can be read again after a crash. While the spool
/// cannot be written it reads no more and tries again, so that whoever writes the pipe waits too.
/// </summary>
/// <param name="input">Standard input.</param>
/// <param name="writer">The spool.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what the operator must know.</param>
internal sealed partial class StdinCopy(Stream input, SpoolWriter writer, TimeProvider time, ILogger<StdinCopy> logger)
{
    private const int BufferBytes = 256 * 1024;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private long unspooledBytes;
    private volatile bool isAtEnd;

    /// <summary>What was read and is not in the spool, because it cannot be written.</summary>
    public long UnspooledBytes => Interlocked.Read(ref unspooledBytes);

    /// <summary>What is lost if the process ends now, in words for the operator; nothing once the input has ended.</summary>
    public string? Loss => isAtEnd ? null : UnspooledBytes == 0
        ? "what the pipe of standard input still holds is lost"
        : $"{UnspooledBytes} bytes that were read from standard input are lost, with what its pipe still holds";

    /// <summary>Copies until the input ends or it is told to stop. The monitor goes on serving after the input's end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int read;
            while ((read = await input.ReadAsync(buffer, stop).AsTask().WaitAsync(stop)) > 0)
            {
                var end = writer.Position + read;
                var bytes = buffer.AsMemory(0, read);
                await WriteAsync(
                    () =>
                    {
                        // A write that failed has taken the beginning already.
                        writer.Append(bytes.Span[^(int)(end - writer.Position)..]);
                        writer.Flush();
                    },
                    end,
                    stop);
            }

            // The input's last line counts, ending or not.
            await WriteAsync(writer.Complete, writer.Position, stop);
            isAtEnd = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (UnspooledBytes > 0)
                LogLost(logger, UnspooledBytes);
        }
    }

    /// <summary>Writes, again and again until it works; says once that it waits.</summary>
    private async Task WriteAsync(Action write, long end, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                write();
                if (Interlocked.Exchange(ref unspooledBytes, 0) > 0)
                    LogGoesOn(logger);
                return;
            }
            catch (IOException exception)
            {
                var missing = Math.Max(1, end - writer.Position + writer.BufferedBytes);
                if (Interlocked.Exchange(ref unspooledBytes, missing) == 0)
                    LogWaits(logger, exception.Message);
            }

            await Task.Delay(RetryInterval, time, stop);
        }
    }

    [LoggerMessage(6301, LogLevel.Error, "Standard input waits, its spool cannot be written: {Reason}. Free some space there; whoever writes the pipe waits too")]
    private static partial void LogWaits(ILogger logger, string reason);

    [LoggerMessage(6302, LogLevel.Information, "Standard input goes on, its spool can be written again")]
    private static partial void LogGoesOn(ILogger logger);

    [LoggerMessage(6303, LogLevel.Error, "{Bytes} bytes that were read from standard input are not in its spool, which could not be written; they are lost")]
    private static partial void LogLost(ILogger logger, long bytes);
}
