using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Monitor.Generate;

/// <summary>Moves lines from a generator to a target, at once or paced.</summary>
internal sealed class GeneratorRun(LineGenerator generator, ILineTarget target, long maxLines = long.MaxValue)
{
    private const int LinesPerCheck = 1_000;

    // Lines of this time go out together; a run that was held up longer does not catch up with a burst.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestBurst = TimeSpan.FromMilliseconds(50);

    private long linesLeft = maxLines;

    private bool IsDone => linesLeft == 0 || generator.PeekLogTime == LineGenerator.NoMoreLines;

    /// <summary>Writes everything as fast as possible.</summary>
    public void WriteAll(CancellationToken cancellationToken)
    {
        while (!IsDone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(LinesPerCheck);
        }

        target.Flush();
    }

    /// <summary>Writes everything at a rate.</summary>
    public async Task PaceAsync(long linesPerSecond, TimeProvider time, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var written = 0L;
        using var timer = new PeriodicTimer(Tick, time);
        while (!IsDone)
        {
            var due = (long)(time.GetElapsedTime(begun).TotalSeconds * linesPerSecond) - written;
            var burst = Math.Max(1, (long)(LongestBurst.TotalSeconds * linesPerSecond));
            if (due > burst)
            {
                // What a pause has cost is not made up for.
                begun = time.GetTimestamp();
                written = 0;
                due = burst;
            }

            if (due > 0)
            {
                written += due;
                Write(due);
                target.Flush();
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Write(long count)
    {
        for (; count > 0 && !IsDone; count--, linesLeft--)
            target.WriteNext(generator);
    }
}
