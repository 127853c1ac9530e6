using System.Buffers;
using System.Globalization;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Ingest.Sources.Spool;

namespace RechargeMonitor.Ingest.Demo;

/// <summary>
/// Writes made-up order lines to a spool, as if they were logged now: first what today would have had so far, as fast as
/// it goes, then line by line in real time.
/// </summary>
/// <param name="folder">The spool's folder, where the time of the last line is kept too.</param>
/// <param name="linesPerSecond">The average over a day.</param>
/// <param name="time">The clock.</param>
public sealed class DemoWriter(string folder, int linesPerSecond, TimeProvider time)
{
    // An order has just under five lines.
    private const int LinesPerOrder = 5;
    private const int ChunkBytes = 1024 * 1024;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly string positionPath = Path.Combine(folder, "demo.position");

    /// <summary>Writes until it is told to stop.</summary>
    /// <param name="writer">The spool.</param>
    /// <param name="stop">Asks it to stop.</param>
    public async Task RunAsync(SpoolWriter writer, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        var today = ChinaTime.DayAt(now);
        var generator = new LineGenerator(new GeneratorOptions
        {
            FirstDay = today,
            OrdersPerDay = Math.Max(1, linesPerSecond * 86_400L / LinesPerOrder),
            Incidents = DemoIncidents.All,
        });
        generator.StartAt(Math.Max(LineGenerator.ToLogTime(today.ToDateTime(TimeOnly.MinValue)), LastWritten() + 1));

        var buffer = new ArrayBufferWriter<byte>(ChunkBytes + LineGenerator.MaxLineBytes);
        using var timer = new PeriodicTimer(Tick, time);
        do
        {
            var until = LineGenerator.ToLogTime(time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
            while (generator.PeekLogTime <= until && !stop.IsCancellationRequested)
            {
                var line = generator.Next(buffer);
                if (buffer.WrittenCount >= ChunkBytes || generator.PeekLogTime > until)
                    Flush(writer, buffer, line.LogTime);
            }
        }
        while (await NextAsync(timer, stop));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Flush(SpoolWriter writer, ArrayBufferWriter<byte> buffer, long logTime)
    {
        writer.Append(buffer.WrittenSpan);
        writer.Flush();
        buffer.ResetWrittenCount();
        File.WriteAllText(positionPath, logTime.ToString(CultureInfo.InvariantCulture));
    }

    private long LastWritten() =>
        File.Exists(positionPath) && long.TryParse(File.ReadAllText(positionPath), NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0;
}
