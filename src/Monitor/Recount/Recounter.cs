using System.Runtime.ExceptionServices;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>What a recount found.</summary>
/// <param name="Report">Books and figures.</param>
/// <param name="Rejects">The first rejected lines, as many as were asked for.</param>
internal sealed record RecountResult(RecountReport Report, IReadOnlyList<Reject> Rejects);

/// <summary>
/// Counts files exactly, with Core alone on all cores. Each worker has figures of its own, which are merged at the end;
/// merging is commutative, so who counted what does not matter.
/// </summary>
internal sealed class Recounter
{
    /// <summary>Large enough that its ends cost nothing, small enough that the last ones keep all cores busy.</summary>
    public const long DefaultSegmentBytes = 8 * 1024 * 1024;

    private readonly int maxRejects;
    private readonly LogReader[] readers;
    private readonly Worker[] workers;
    private readonly SharedDays days = new();
    private volatile ExceptionDispatchInfo? fault;
    private int firstReader;

    /// <param name="files">What to count; a file that is in it twice counts twice.</param>
    /// <param name="maxRejects">How many of the first rejected lines to keep.</param>
    /// <param name="workerCount">How many threads count.</param>
    /// <param name="segmentBytes">The size of the parts in which plain files are counted.</param>
    /// <param name="isForAlerts">Whether alert rules are to be judged by the figures.</param>
    public Recounter(
        IReadOnlyList<LogFile> files, int maxRejects = 0, int? workerCount = null, long segmentBytes = DefaultSegmentBytes, bool isForAlerts = false)
    {
        readers = new LogReader[files.Count];
        for (var index = 0; index < readers.Length; index++)
            readers[index] = IsSegmented(files[index]) ? new SegmentedReader(files[index], index, segmentBytes) : new StreamedReader(files[index], index);
        workers = new Worker[workerCount ?? Environment.ProcessorCount];
        for (var index = 0; index < workers.Length; index++)
            workers[index] = new Worker(days, files.Count, maxRejects, isForAlerts, Progress);
        this.maxRejects = maxRejects;
    }

    /// <summary>How far it is.</summary>
    public RecountProgress Progress { get; } = new();

    /// <summary>Counts everything.</summary>
    /// <exception cref="FaultException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; standard input may still be waited for by a thread.</exception>
    public RecountResult Run(CancellationToken cancellationToken)
    {
        // A thread that waits for standard input cannot be interrupted: nobody waits for it after a cancellation, and it may
        // signal later.
        var running = new CountdownEvent(workers.Length);
        foreach (var worker in workers)
            new Thread(() => Run(worker, running, cancellationToken)) { IsBackground = true, Name = "recount" }.Start();

        running.Wait(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var reader in readers)
            reader.Dispose();
        fault?.Throw();
        return Result();
    }

    // A pipe, unlike a file, has no length and cannot be read in parts.
    private static bool IsSegmented(LogFile file) => file.Packing == Packing.Plain && !file.IsStandardInput && file.LengthBytes > 0;

    private void Run(Worker worker, CountdownEvent running, CancellationToken cancellationToken)
    {
        try
        {
            while (fault is null && !cancellationToken.IsCancellationRequested && (TryCount(worker, waits: false) || TryCount(worker, waits: true)))
            {
            }

            worker.HandOver();
        }
        catch (Exception caught)
        {
            Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(caught), null);
        }

        running.Signal();
    }

    /// <summary>Counts a part of the first file that has one to give.</summary>
    private bool TryCount(Worker worker, bool waits)
    {
        for (var index = Volatile.Read(ref firstReader); index < readers.Length; index++)
        {
            var reader = readers[index];
            if (reader.IsExhausted)
                Interlocked.CompareExchange(ref firstReader, index + 1, index);
            else if (reader.TryCount(worker, waits))
                return true;
        }

        return false;
    }

    private RecountResult Result()
    {
        var books = Array.ConvertAll(readers, reader => new SourceBooks(reader.File.Name, reader.PositionBytes, CountsOf(reader.Index)));
        var figures = days.NewestFirst();
        return new RecountResult(new RecountReport(new AuditReport(books, IsBalanced(books, figures)), figures), maxRejects == 0 ? [] : FirstRejects());
    }

    private LineCounts CountsOf(int file)
    {
        var counts = new LineCounts();
        foreach (var worker in workers)
        {
            if (worker.CountsOf(file) is { } part)
                counts.Merge(part);
        }

        return counts;
    }

    private Reject[] FirstRejects() =>
        [.. workers.SelectMany(worker => worker.Rejects.InOrder).OrderBy(reject => (reject.File, reject.Offset)).Take(maxRejects)];

    private static bool IsBalanced(SourceBooks[] books, DayTally[] figures)
    {
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
        {
            var difference = 0L;
            foreach (var source in books)
                difference += source.Counts.Of(service);
            foreach (var day in figures)
                difference -= day.CallsInMinutes(service);
            if (difference != 0)
                return false;
        }

        return true;
    }
}
