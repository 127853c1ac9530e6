using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>What one thread of a recount owns: buffers, parser, and the figures and books of the lines that it counted.</summary>
internal sealed class Worker(SharedDays shared, int fileCount, int maxRejects, bool isForAlerts, RecountProgress progress)
{
    // More days than this are handed over, so that a file of random dates does not fill the memory once per worker.
    private const int MaxDays = 64;

    private readonly NotificationParser parser = new();
    private readonly Dictionary<int, DayTally> days = [];
    private readonly LineCounts?[] counts = new LineCounts?[fileCount];
    private DayTally? latest;

    /// <summary>Where blocks are read to.</summary>
    public byte[] Buffer { get; } = new byte[BlockReader.BufferBytes];

    /// <summary>For the segments of plain files.</summary>
    public BlockReader Segment { get; } = new();

    /// <summary>Where bytes and lines done are reported.</summary>
    public RecountProgress Progress { get; } = progress;

    /// <summary>The first rejected lines among those that it counted.</summary>
    public FirstRejects Rejects { get; } = new(maxRejects);

    /// <summary>The books of a file, as far as this worker counted it.</summary>
    public LineCounts? CountsOf(int file) => counts[file];

    /// <summary>Counts a block that is in <see cref="Buffer"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(LogReader reader, Block block)
    {
        var books = counts[reader.Index] ??= new LineCounts();
        var bytes = Buffer.AsSpan(0, block.Length);
        if (block.Kind != BlockKind.Lines)
        {
            CountLongLine(reader, block, books);
            return;
        }

        var lines = 0;
        for (var begin = 0; begin < bytes.Length; lines++)
        {
            var outcome = parser.ParseFirst(bytes[begin..], out var line, out var consumed, out var notification, out var reason);
            books.Add(outcome, notification.Service);
            if (outcome == LineOutcome.Counted)
                Day(notification.Day).Add(notification);
            else if (outcome == LineOutcome.Rejected)
                Rejects.Add(reader.Index, block.Offset + begin, reason, line);
            begin += consumed;
        }

        Progress.AddLines(lines);
    }

    /// <summary>Hands over the figures of all days.</summary>
    public void HandOver()
    {
        shared.Take(days.Values);
        days.Clear();
        latest = null;
    }

    private void CountLongLine(LogReader reader, Block block, LineCounts books)
    {
        var isBlank = block.Kind == BlockKind.LongBlankLine;
        books.Add(isBlank ? LineOutcome.Blank : LineOutcome.Rejected, default);
        if (!isBlank)
            Rejects.Add(reader.Index, block.Offset, RejectReason.TooLong, Buffer.AsSpan(0, block.Length));
        Progress.AddLines(1);
    }

    private DayTally Day(DateOnly day)
    {
        if (latest is not null && latest.Day == day)
            return latest;
        if (!days.TryGetValue(day.DayNumber, out var tally))
        {
            if (days.Count == MaxDays)
                HandOver();
            tally = new DayTally(day, isForAlerts);
            days.Add(day.DayNumber, tally);
        }

        return latest = tally;
    }
}
