using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Delivery;

/// <summary>The head of what is stored and published under a key: it tells which of two forms of a key is the newer one.</summary>
/// <param name="Revision">Grows by one with every stored change.</param>
/// <param name="AsOf">When it was stored.</param>
public readonly record struct PublishedForm(long Revision, DateTimeOffset AsOf)
{
    /// <summary>Bytes of the longest head: version, kind, and two numbers of up to ten bytes.</summary>
    public const int MaxHeadBytes = 22;

    /// <summary>The head of the form of any key that is published, whatever it holds.</summary>
    /// <param name="key">A <see cref="TargetId"/>, one of <see cref="PartitionKeys"/>, or <see cref="AlertState.Key"/>.</param>
    /// <param name="form">What is published under it.</param>
    /// <exception cref="FormatException">The bytes are no such form, or nothing is published under such keys.</exception>
    public static PublishedForm Of(string key, ReadOnlySpan<byte> form)
    {
        if (TargetId.TryParse(key, out var target))
        {
            var reader = new FormReader(form);
            return Read(ref reader, target, out _);
        }

        if (PartitionKeys.PartitionOfSource(key) is not null)
            return SourceLedger.ReadHead(form);
        if (key == AlertState.Key)
            return AlertState.ReadHead(form);
        if (PartitionKeys.PartitionOfRejects(key) is null)
            throw new FormatException($"{key} names nothing that is published");
        var rejects = RejectedLines.Decode(form);
        return new PublishedForm(rejects.Revision, rejects.AsOf);
    }

    /// <summary>The newest version of a kind's form: since 2, a minute has its provinces and recharge durations.</summary>
    internal static byte VersionOf(TargetKind kind) => kind == TargetKind.Minute ? (byte)2 : (byte)1;

    /// <summary>Writes the head.</summary>
    internal static void Write(FormWriter writer, TargetId id, long revision, DateTimeOffset asOf)
    {
        writer.WriteByte(VersionOf(id.Kind));
        writer.WriteByte((byte)id.Kind);
        writer.WriteCount(revision);
        writer.WriteInstant(asOf);
    }

    /// <summary>Reads the head; the figures follow.</summary>
    /// <param name="reader">The form.</param>
    /// <param name="id">The target that it is of.</param>
    /// <param name="version">The version in which the figures follow.</param>
    /// <exception cref="FormatException">Another kind of target, or a newer version.</exception>
    public static PublishedForm Read(ref FormReader reader, TargetId id, out byte version)
    {
        version = reader.ReadByte();
        if (version == 0 || version > VersionOf(id.Kind))
            throw new FormatException($"{id} is stored in form {version}; this version of the monitor reads forms up to {VersionOf(id.Kind)}: start a newer one");
        var kind = reader.ReadByte();
        if (kind != (byte)id.Kind)
            throw new FormatException($"{id} holds the figures of another kind of target ({kind})");
        return new PublishedForm(reader.ReadCount(), reader.ReadInstant());
    }
}
