using System.Buffers;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// An endless stream of order log lines, in the order in which they are logged. Everything follows from the options:
/// no clock, no I/O, no state outside. Not for use by several threads at once; several generators are independent.
/// </summary>
public sealed class LineGenerator
{
    /// <summary>What <see cref="PeekLogTime"/> says after the last line.</summary>
    public const long NoMoreLines = long.MaxValue;

    /// <summary>No line is longer, its ending included.</summary>
    public const int MaxLineBytes = OddLines.MaxLineBytes;

    // An order's last line comes at most 43 hours after its start, so the orders under way are of three days.
    private const int PlansKept = 4;

    private readonly GeneratorOptions options;
    private readonly DayPlan?[] plans = new DayPlan?[PlansKept];
    private readonly PendingLines pending = new();
    private readonly LineWriter writer = new();
    private readonly OddLines? oddLines;
    private readonly Order order = new();

    private DayPlan arrivals;
    private long arrivalNumber;
    private long arrivalStart;
    private long arrivalsLeft;
    private bool extraLineWritten;

    /// <exception cref="ArgumentException">The options have faults; all of them are named.</exception>
    public LineGenerator(GeneratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));

        this.options = options;
        if (options.OddLinesPerMillion > 0)
            oddLines = new OddLines(options.OddLinesPerMillion, writer);
        arrivals = Plan(DayPlan.DayOf(options.FirstDay));
        StartAt(arrivals.Midnight);
    }

    /// <summary>
    /// When the next line is logged: milliseconds of China Standard wall time since 1970-01-01 00:00, or
    /// <see cref="NoMoreLines"/> if <see cref="GeneratorOptions.MaxOrders"/> are done.
    /// </summary>
    public long PeekLogTime => pending.Count > 0 ? pending.FirstTime : NoMoreLines;

    /// <summary>The time as the generator counts it, of a China Standard wall time.</summary>
    public static long ToLogTime(DateTime wallTime) =>
        (wallTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    /// <summary>The China Standard wall time (of unspecified kind) of a time as the generator counts it.</summary>
    public static DateTime ToWallTime(long logTime) => new(DateTime.UnixEpoch.Ticks + (logTime * TimeSpan.TicksPerMillisecond));

    /// <summary>All incidents of a day, the natural ones among them.</summary>
    public IReadOnlyList<Incident> IncidentsOn(DateOnly day) => DayPlan.IncidentsOn(options, DayPlan.DayOf(day));

    /// <summary>
    /// Begins anew with the first order that starts at or after a time. Orders that started before are left out with
    /// all their lines; the others are exactly those of a stream from the beginning. Costs the same for every time.
    /// </summary>
    /// <param name="startTime">As in <see cref="GeneratedLine.LogTime"/>; a time before the first day means the first day.</param>
    public void StartAt(long startTime)
    {
        var first = DayPlan.DayOf(options.FirstDay);
        var day = Math.Max(first, (int)(Math.Max(startTime, 0) / DayPlan.MillisecondsPerDay));
        pending.Clear();
        extraLineWritten = false;
        arrivals = Plan(day);
        arrivalNumber = arrivals.FirstStartingAt(startTime);
        arrivalsLeft = long.MaxValue;
        if (options.MaxOrders is { } maximum)
        {
            arrivalsLeft = maximum - arrivalNumber;
            for (var before = first; before < day && arrivalsLeft > 0; before++)
                arrivalsLeft -= options.OrdersOn(DayPlan.DateOf(before));
        }

        FindArrival();
        Admit();
    }

    /// <summary>Writes the next line with its ending.</summary>
    /// <exception cref="InvalidOperationException">There is none: <see cref="PeekLogTime"/> is <see cref="NoMoreLines"/>.</exception>
    public GeneratedLine Next(IBufferWriter<byte> output)
    {
        if (pending.Count == 0)
            throw new InvalidOperationException("The generator's last line is written.");

        var (time, step, number, plan) = (pending.FirstTime, pending.FirstStep, pending.FirstNumber, Plan(pending.FirstDay));
        OrderMaker.Make(plan, number, order);
        var bytes = output.GetSpan(MaxLineBytes);
        var (kind, length) = (LineKind.Counted, 0);
        if (oddLines is null)
            length = writer.Write(order, step, bytes);
        else
            (kind, length) = oddLines.Write(order, step, extraLineWritten, bytes);
        output.Advance(length);

        var line = new GeneratedLine(time, order.LogFile(step), plan.Date, number, step, kind, length);
        extraLineWritten = kind != LineKind.Counted;
        if (!extraLineWritten)
            Proceed(step);
        return line;
    }

    /// <summary>
    /// Writes all lines of one order, one after the other and none of them odd, as they are in the stream.
    /// </summary>
    /// <param name="day">The day on which it starts.</param>
    /// <param name="number">Its number within the day, from 0.</param>
    /// <param name="output">Where to write.</param>
    /// <returns>How many lines it has, 1 to 5.</returns>
    public int WriteOrder(DateOnly day, long number, IBufferWriter<byte> output)
    {
        var plan = new DayPlan(options, DayPlan.DayOf(day));
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, plan.Orders);
        OrderMaker.Make(plan, number, order);
        for (var step = 0; step < order.LineCount; step++)
            output.Advance(writer.Write(order, (OrderStep)step, output.GetSpan(MaxLineBytes)));
        return order.LineCount;
    }

    /// <summary>Puts the order's next line in the place of the one just written, and lets new orders in.</summary>
    private void Proceed(OrderStep step)
    {
        var next = step + 1;
        if ((int)next < order.LineCount)
            pending.ReplaceFirst(order.Calls[(int)next].Log, next);
        else
            pending.RemoveFirst();
        Admit();
    }

    /// <summary>Takes in every order that starts before the next line: its own first line may come before that one.</summary>
    private void Admit()
    {
        while (arrivalsLeft > 0 && (pending.Count == 0 || arrivalStart <= pending.FirstTime))
        {
            OrderMaker.Make(arrivals, arrivalNumber, order);
            pending.Add(order.Calls[0].Log, arrivals.Day, arrivalNumber, OrderStep.MakeNewOrder);
            arrivalNumber++;
            arrivalsLeft--;
            FindArrival();
        }
    }

    private void FindArrival()
    {
        if (arrivalNumber == arrivals.Orders)
        {
            arrivals = Plan(arrivals.Day + 1);
            arrivalNumber = 0;
        }

        arrivalStart = arrivals.StartOf(arrivalNumber, arrivals.KeyOf(arrivalNumber));
    }

    private DayPlan Plan(int day)
    {
        ref var plan = ref plans[day % PlansKept];
        if (plan?.Day != day)
            plan = new DayPlan(options, day);
        return plan;
    }
}
