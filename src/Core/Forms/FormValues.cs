using System.Buffers.Binary;

namespace RechargeMonitor.Core.Forms;

/// <summary>Values that few forms have.</summary>
internal static class FormValues
{
    /// <summary>A number that is not whole.</summary>
    public static void WriteNumber(this FormWriter writer, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        writer.WriteRaw(bytes);
    }

    /// <summary>Reads it; a number that is negative, infinite or none is no form.</summary>
    public static double ReadNumber(this ref FormReader reader)
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(reader.Take(8));
        return double.IsFinite(value) && value >= 0 ? value : throw new FormatException($"a number is {value}");
    }

    /// <summary>An instant that may be absent.</summary>
    public static void WriteOptional(this FormWriter writer, DateTimeOffset? instant)
    {
        writer.WriteBool(instant is not null);
        if (instant is { } known)
            writer.WriteInstant(known);
    }

    /// <summary>Reads it.</summary>
    public static DateTimeOffset? ReadOptionalInstant(this ref FormReader reader) => reader.ReadBool() ? reader.ReadInstant() : null;
}
