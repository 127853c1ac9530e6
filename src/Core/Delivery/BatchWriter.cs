using System.Diagnostics;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// Writes the notifications of one batch: all that a target gets of one partition between two offsets. Each kind of target
/// gets just what its figures need. Offsets are written as differences, and a key that came before by its number.
/// </summary>
internal sealed class BatchWriter
{
    /// <summary>How many keys of a batch are numbered; later ones are written out each time.</summary>
    internal const int MaxKeys = 200;

    /// <summary>What a key takes: an array of at most 32 bytes and its place.</summary>
    private const int KeyBytes = 64;

    private readonly FormWriter records = new();
    private readonly List<byte[]> keys = [];
    private long lastOffset;

    /// <summary>How many notifications were written.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes they take.</summary>
    public int Length => records.Length;

    /// <summary>How many bytes of memory it takes.</summary>
    public int Capacity => records.Capacity + (keys.Count * KeyBytes);

    /// <summary>Starts a batch whose offsets are not below <paramref name="firstOffset"/>.</summary>
    public void Start(long firstOffset)
    {
        records.Clear();
        keys.Clear();
        Count = 0;
        lastOffset = firstOffset;
    }

    /// <summary>Adds a notification. Offsets must not fall.</summary>
    public void Add(TargetId target, long offset, in Notification notification)
    {
        Debug.Assert(offset >= lastOffset, "offsets must not fall");
        records.WriteCount(offset - lastOffset);
        lastOffset = offset;
        Count++;
        switch (target.Kind)
        {
            case TargetKind.National:
                AddNational(notification);
                break;
            case TargetKind.Province:
                AddProvince(target, notification);
                break;
            default:
                AddMinute(notification);
                break;
        }
    }

    /// <summary>Appends the batch with its head to an event.</summary>
    public void AppendTo(FormWriter output, in BatchHead head)
    {
        output.WriteText(head.Partition);
        output.WriteCount(head.Committed);
        output.WriteCount(head.PreviousEnd);
        output.WriteCount(head.End);
        output.WriteCount(Count);
        output.WriteRaw(records.Written);
    }

    private void AddNational(in Notification notification)
    {
        var interfaceState = InterfaceState(notification);
        var hasLatency = notification.LatencyMs != Notification.NotMeasured;
        records.WriteByte((byte)((int)notification.Service | (notification.Succeeded ? 8 : 0) | (interfaceState << 4) | (hasLatency ? 64 : 0)));
        if (interfaceState == BatchReader.InterfaceFailed)
            WriteKey(notification.InterfaceResult);
        if (hasLatency)
            records.WriteCount(notification.LatencyMs + 1);
        if (notification.IsOrder)
        {
            WriteKey(notification.Gateway);
            WriteKey(notification.Channel);
            if (notification.Succeeded)
                records.WriteCount(notification.AmountFen);
            else
                WriteKey(notification.Result);
        }

        if (BatchReader.HasDuration(notification.Service, notification.Succeeded))
            records.WriteCount(notification.DurationMs + 1);
    }

    private void AddProvince(TargetId target, in Notification notification)
    {
        records.WriteByte((byte)((notification.MinuteOfDay / 60) | (notification.Succeeded ? 32 : 0)));
        if (target.Number == 0)
            records.WriteCount(notification.Province.Packed);
        if (notification.Succeeded)
            records.WriteCount(notification.AmountFen);
    }

    private void AddMinute(in Notification notification)
    {
        records.WriteByte((byte)((int)notification.Service | (notification.Succeeded ? 8 : 0) | (InterfaceState(notification) << 4)));
        if (!notification.IsOrder)
            return;
        records.WriteCount(notification.Province.Packed);
        if (!notification.Succeeded)
            return;
        records.WriteCount(notification.AmountFen);
        records.WriteCount(notification.DurationMs + 1);
    }

    private static int InterfaceState(in Notification notification) =>
        notification.InterfaceResult.IsEmpty ? BatchReader.InterfaceAbsent
        : notification.InterfaceFailed ? BatchReader.InterfaceFailed : BatchReader.InterfaceSucceeded;

    private void WriteKey(ReadOnlySpan<byte> key)
    {
        for (var index = 0; index < keys.Count; index++)
        {
            if (key.SequenceEqual(keys[index]))
            {
                records.WriteByte((byte)(index + 1));
                return;
            }
        }

        records.WriteByte(0);
        records.WriteBytes(key);
        if (keys.Count < MaxKeys)
            keys.Add(key.ToArray());
    }
}
