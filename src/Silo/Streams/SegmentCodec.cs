using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace RechargeMonitor.Silo.Streams;

/// <summary>
/// Writes what a memory stream carries in one piece. Orleans' own codec for segments of arrays writes each byte as a field,
/// for which every event would pay on each of its ways.
/// </summary>
/// <typeparam name="T">The element; memory streams have bytes.</typeparam>
internal sealed class SegmentCodec<T> : IFieldCodec<ArraySegment<T>>
    where T : unmanaged
{
    private readonly ArraySegmentCodec<T> byElement;

    /// <param name="element">Reads one element.</param>
    public SegmentCodec(IFieldCodec<T> element) => byElement = new ArraySegmentCodec<T>(element);

    /// <inheritdoc/>
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, ArraySegment<T> value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(ArraySegment<T>), WireType.LengthPrefixed);
        var bytes = MemoryMarshal.AsBytes<T>(value);
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.Write(bytes);
    }

    /// <inheritdoc/>
    public ArraySegment<T> ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        // A process of an older version writes each element for itself.
        if (field.WireType != WireType.LengthPrefixed)
            return byElement.ReadValue(ref reader, field);
        ReferenceCodec.MarkValueField(reader.Session);
        var length = reader.ReadVarUInt32();
        reader.EnsureAvailable(length);
        var items = new T[length / Unsafe.SizeOf<T>()];
        reader.ReadBytes(MemoryMarshal.AsBytes(items.AsSpan()));
        return items;
    }
}
