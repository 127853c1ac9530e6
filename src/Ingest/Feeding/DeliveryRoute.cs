namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// Decides how events go to their targets: over streams, or by direct calls where streams stay silent. What once was silent
/// is not trusted after one checkpoint that direct calls brought through: streams are tried again with a single checkpoint
/// after an interval that doubles with every trial that fails, because such a trial costs a wait and reading again.
/// </summary>
internal sealed class DeliveryRoute(FeedingOptions options, TimeProvider time)
{
    /// <summary>What a memory stream's queue holds. It refuses more; some places are left for other feeders of it.</summary>
    public const int MaxUnreadEvents = 16_384 - 1024;

    private static readonly TimeSpan LongestProbeInterval = TimeSpan.FromHours(1);

    private int silencesInARow;
    private bool isProbing;
    private bool isSilent;
    private long silentSince;
    private TimeSpan probeInterval = options.StreamProbeInterval;
    private int unreadSealed;
    private int streamedSealed;
    private int unread;

    /// <summary>Whether events go by direct calls.</summary>
    public bool IsDirect => isSilent && !isProbing;

    /// <summary>How many events went into streams of which no checkpoint has shown that they came out.</summary>
    public int UnreadEvents => unreadSealed + unread;

    /// <summary>How many of so many events may go over streams: none, or as many as their queue has room for.</summary>
    public int StreamedOf(int events) => IsDirect ? 0 : Math.Min(events, MaxUnreadEvents - UnreadEvents);

    /// <summary>
    /// Silos have come or gone, or may have lately. Streams lose what they hold while their queues move: until that is over
    /// events go by direct calls, then streams are tried again.
    /// </summary>
    public void SilosChanged()
    {
        (isSilent, isProbing, probeInterval) = (true, false, options.StreamSettleTime);
        silentSince = time.GetTimestamp();
    }

    /// <summary>Events went into streams.</summary>
    public void Streamed(int events) => unread += events;

    /// <summary>A checkpoint begins: it shows whether all that went into streams so far came out.</summary>
    public void Sealed()
    {
        unreadSealed += unread;
        (streamedSealed, unread) = (unread, 0);
    }

    /// <summary>The checkpoint has ended, and all targets had got all their events.</summary>
    public void Delivered()
    {
        if (IsDirect)
        {
            // What once went into the streams has come out meanwhile, or their queues are new, or the trial fails.
            isProbing = time.GetElapsedTime(silentSince) >= probeInterval;
            unreadSealed = isProbing ? 0 : unreadSealed;
        }
        else if (streamedSealed > 0)
        {
            (isSilent, isProbing, unreadSealed, silencesInARow) = (false, false, 0, 0);
            probeInterval = options.StreamProbeInterval;
        }
    }

    /// <summary>
    /// The checkpoint has ended, and a target had not got all its events: another one, or as many unread events as fill half
    /// of a queue, and streams count as silent.
    /// </summary>
    public void Missed()
    {
        silencesInARow++;
        if (isProbing)
        {
            isProbing = false;
            probeInterval = probeInterval * 2 < LongestProbeInterval ? probeInterval * 2 : LongestProbeInterval;
        }
        else if (isSilent || (silencesInARow < options.RewindsBeforeDirect && UnreadEvents < MaxUnreadEvents / 2))
            return;
        isSilent = true;
        silentSince = time.GetTimestamp();
    }
}
