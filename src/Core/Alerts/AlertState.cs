using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Alerts;

/// <summary>What readers get of the alerts.</summary>
/// <param name="Head">How new it is.</param>
/// <param name="Open">The open alerts, the most severe first, then the newest.</param>
/// <param name="Ended">The alerts that ended last, newest end first.</param>
public sealed record AlertList(PublishedForm Head, IReadOnlyList<Alert> Open, IReadOnlyList<Alert> Ended);

/// <summary>All alerts of a monitor and what is still to be told of them: one state, stored by one write.</summary>
public sealed class AlertState
{
    /// <summary>The key under which it is stored and published.</summary>
    public const string Key = "alerts";

    private const byte Version = 1;

    /// <summary>A state of nothing.</summary>
    public AlertState(IReadOnlyList<AlertRule> rules)
        : this(new AlertBoard(rules), new AlertOutbox())
    {
    }

    private AlertState(AlertBoard board, AlertOutbox outbox) => (Board, Outbox) = (board, outbox);

    /// <summary>The alerts.</summary>
    public AlertBoard Board { get; }

    /// <summary>What is still to be told.</summary>
    public AlertOutbox Outbox { get; }

    /// <summary>Grows by one with every stored change.</summary>
    public long Revision { get; private set; }

    /// <summary>When it was last stored.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>The state to store, as the next revision.</summary>
    /// <param name="now">The time of the write.</param>
    public byte[] Encode(DateTimeOffset now)
    {
        (Revision, AsOf) = (Revision + 1, now);
        var writer = new FormWriter();
        writer.WriteByte(Version);
        writer.WriteCount(Revision);
        writer.WriteInstant(AsOf);
        Board.WriteTo(writer);
        Outbox.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    public static AlertState Decode(ReadOnlySpan<byte> stored, IReadOnlyList<AlertRule> rules)
    {
        var reader = new FormReader(stored);
        var head = ReadHead(ref reader);
        var state = new AlertState(AlertBoard.ReadFrom(ref reader, rules), AlertOutbox.ReadFrom(ref reader))
        {
            Revision = head.Revision,
            AsOf = head.AsOf,
        };
        reader.ReadEnd();
        return state;
    }

    /// <summary>What readers get of a stored state.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    public static AlertList ReadList(ReadOnlySpan<byte> stored)
    {
        var state = Decode(stored, []);
        return new AlertList(new PublishedForm(state.Revision, state.AsOf), [.. state.Board.Open], [.. state.Board.Ended]);
    }

    /// <summary>Reads only how new a stored form is.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    internal static PublishedForm ReadHead(ReadOnlySpan<byte> stored)
    {
        var reader = new FormReader(stored);
        return ReadHead(ref reader);
    }

    private static PublishedForm ReadHead(ref FormReader reader)
    {
        var version = reader.ReadByte();
        if (version is 0 or > Version)
            throw new FormatException($"alerts are stored in form {version}; this version of the monitor reads forms up to {Version}: start a newer one");
        return new PublishedForm(reader.ReadCount(), reader.ReadInstant());
    }
}
