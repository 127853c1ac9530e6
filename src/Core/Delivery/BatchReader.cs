using System.Text.Unicode;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Delivery;

/// <summary>
/// The head of a batch: it holds all notifications of its target in <c>[PreviousEnd, End)</c> of its partition.
/// </summary>
/// <param name="Partition">The partition that they come from.</param>
/// <param name="Committed">Below this offset everything is durable everywhere.</param>
/// <param name="PreviousEnd">The end of the batch that the feeder sent to this target before, or <paramref name="Committed"/>.</param>
/// <param name="End">Where the batch ends; no notification in it is at or above.</param>
public readonly record struct BatchHead(string Partition, long Committed, long PreviousEnd, long End);

/// <summary>Reads the batches of an event, one after the other. Bytes that are no event throw <see cref="FormatException"/>.</summary>
public ref struct BatchReader
{
    internal const int InterfaceAbsent = 0;
    internal const int InterfaceSucceeded = 1;
    internal const int InterfaceFailed = 2;

    private readonly TargetId target;
    private readonly List<byte[]> keys = [];
    private readonly byte version;
    private FormReader reader;
    private BatchHead batch;
    private int left;
    private long offset;

    /// <param name="target">The target that the event was sent to.</param>
    /// <param name="payload">The event's bytes.</param>
    public BatchReader(TargetId target, ReadOnlySpan<byte> payload)
    {
        this.target = target;
        reader = new FormReader(payload);
        version = reader.ReadByte();
        if (version == 0 || version > VersionOf(target.Kind))
            throw new FormatException($"an event has form {version}, this version reads forms up to {VersionOf(target.Kind)}");
    }

    /// <summary>The next batch. The notifications of the one before must have been read to their end.</summary>
    public bool TryNextBatch(out BatchHead head)
    {
        head = default;
        if (reader.AtEnd)
            return false;
        head = new BatchHead(reader.ReadText(DeliveryLimits.MaxPartitionBytes), reader.ReadCount(), reader.ReadCount(), reader.ReadCount());
        if (head.PreviousEnd > head.End || head.Committed > head.End)
            throw new FormatException($"an event's batch is {head}");
        left = reader.ReadCount(int.MaxValue);
        batch = head;
        offset = head.PreviousEnd;
        keys.Clear();
        return true;
    }

    /// <summary>The next notification of the batch with its offset.</summary>
    public bool TryNext(out long notificationOffset, out Notification notification)
    {
        if (left == 0)
        {
            notification = default;
            notificationOffset = offset;
            return false;
        }

        left--;
        offset = unchecked(offset + reader.ReadCount());
        if (offset < batch.PreviousEnd || offset >= batch.End)
            throw new FormatException($"an event's batch {batch} holds a notification at {offset}");
        notificationOffset = offset;
        notification = target.Kind switch
        {
            TargetKind.National => ReadNational(),
            TargetKind.Province => ReadProvince(),
            _ => ReadMinute(),
        };
        notification.Day = target.Day;
        return true;
    }

    /// <summary>
    /// The first byte of an event, its form's version. Since 2, an order says its province and duration to its minute; older
    /// ones come from an older feeder while a cluster is upgraded.
    /// </summary>
    internal static byte VersionOf(TargetKind kind) => kind == TargetKind.Minute ? (byte)2 : (byte)1;

    internal static bool HasDuration(Service service, bool succeeded) =>
        succeeded && service is Service.ReChargeNotifyReq or Service.PayNotifyReq;

    private Notification ReadNational()
    {
        var flags = ReadCommon(out var notification);
        if (notification.InterfaceFailed)
            notification.InterfaceResult = ReadKey();
        notification.LatencyMs = (flags & 64) != 0 ? reader.ReadCount((int)ChinaTime.MsPerDay + 1) - 1 : Notification.NotMeasured;
        if (notification.IsOrder)
        {
            notification.Gateway = ReadKey();
            notification.Channel = ReadKey();
            if (notification.Succeeded)
            {
                notification.AmountFen = reader.ReadCount();
                notification.Result = "0000"u8;
            }
            else
                notification.Result = ReadKey();
        }

        if (HasDuration(notification.Service, notification.Succeeded))
            notification.DurationMs = reader.ReadCount((int)ChinaTime.MsPerDay + 1) - 1;
        return notification;
    }

    private Notification ReadProvince()
    {
        var flags = reader.ReadByte();
        var notification = new Notification
        {
            Service = Service.ReChargeNotifyReq,
            MinuteOfDay = Math.Min(flags & 31, 23) * 60,
            Succeeded = (flags & 32) != 0,
            Province = target.Number == 0 ? ReadProvinceCode() : ProvinceCode.FromPacked(target.Number),
        };
        if (notification.Succeeded)
            notification.AmountFen = reader.ReadCount();
        return notification;
    }

    private Notification ReadMinute()
    {
        ReadCommon(out var notification);
        notification.MinuteOfDay = target.Number;
        if (notification.InterfaceFailed)
            notification.InterfaceResult = BoundedKey.Other;
        notification.DurationMs = Notification.WithoutDuration;
        if (!notification.IsOrder)
            return notification;
        if (version > 1)
            notification.Province = ReadProvinceCode();
        if (!notification.Succeeded)
            return notification;
        notification.AmountFen = reader.ReadCount();
        if (version > 1)
            notification.DurationMs = reader.ReadCount((int)ChinaTime.MsPerDay + 1) - 1;
        return notification;
    }

    private ProvinceCode ReadProvinceCode()
    {
        var packed = reader.ReadCount(int.MaxValue);
        return ProvinceCode.IsPacked(packed) ? ProvinceCode.FromPacked(packed) : throw new FormatException($"an event names province {packed}, which is no code");
    }

    private byte ReadCommon(out Notification notification)
    {
        notification = default;
        var flags = reader.ReadByte();
        if ((flags & 7) >= Services.Count)
            throw new FormatException($"an event names service {flags & 7}, which does not exist");
        notification.Service = (Service)(flags & 7);
        notification.Succeeded = (flags & 8) != 0;
        var interfaceState = (flags >> 4) & 3;
        if (interfaceState > InterfaceFailed)
            throw new FormatException($"an event names interface state {interfaceState}, which does not exist");
        notification.InterfaceFailed = interfaceState == InterfaceFailed;
        notification.InterfaceResult = interfaceState == InterfaceAbsent ? default : "0000"u8;
        return flags;
    }

    private ReadOnlySpan<byte> ReadKey()
    {
        var number = reader.ReadByte();
        if (number > 0)
            return number <= keys.Count ? keys[number - 1] : throw new FormatException($"an event refers to key {number} of {keys.Count}");
        var key = reader.ReadBytes(BoundedKey.MaxBytes);
        if (key.IsEmpty || !Utf8.IsValid(key))
            throw new FormatException($"an event holds {Convert.ToHexString(key)} for a key");
        if (keys.Count < BatchWriter.MaxKeys)
            keys.Add(key.ToArray());
        return key;
    }
}
