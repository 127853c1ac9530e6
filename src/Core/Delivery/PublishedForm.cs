using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Delivery;

/// <summary>The head of a stored and published target.</summary>
/// <param name="Revision">Grows by one with every stored change.</param>
/// <param name="AsOf">When it was stored.</param>
public readonly record struct PublishedForm(long Revision, DateTimeOffset AsOf)
{
    /// <summary>Bytes of the longest head: version, kind, and two numbers of up to ten bytes.</summary>
    public const int MaxHeadBytes = 22;

    private const byte Version = 1;

    /// <summary>Writes the head.</summary>
    internal static void Write(FormWriter writer, TargetId id, long revision, DateTimeOffset asOf)
    {
        writer.WriteByte(Version);
        writer.WriteByte((byte)id.Kind);
        writer.WriteCount(revision);
        writer.WriteInstant(asOf);
    }

    /// <summary>Reads the head; the figures follow.</summary>
    /// <exception cref="FormatException">Another kind of target, or a newer version.</exception>
    public static PublishedForm Read(ref FormReader reader, TargetId id)
    {
        var version = reader.ReadByte();
        if (version is 0 or > Version)
            throw new FormatException($"{id} is stored in form {version}; this version of the monitor reads forms up to {Version}: start a newer one");
        var kind = reader.ReadByte();
        if (kind != (byte)id.Kind)
            throw new FormatException($"{id} holds the figures of another kind of target ({kind})");
        return new PublishedForm(reader.ReadCount(), reader.ReadInstant());
    }
}
