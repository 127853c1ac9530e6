using RechargeMonitor.Ingest.Sources.Spool;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Copies standard input to its spool, which is what is counted: so it can be read again after a crash.</summary>
internal static class StdinCopy
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Copies until the input ends or it is told to stop. The monitor goes on serving after the input's end.</summary>
    public static async Task RunAsync(Stream input, SpoolWriter writer, CancellationToken stop)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int read;
            while ((read = await input.ReadAsync(buffer, stop).AsTask().WaitAsync(stop)) > 0)
            {
                writer.Append(buffer.AsSpan(0, read));
                writer.Flush();
            }

            // The input's last line counts, ending or not.
            writer.Dispose();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process ends; what was read is in the spool.
        }
    }
}
