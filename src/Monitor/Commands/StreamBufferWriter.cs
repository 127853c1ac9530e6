using System.Buffers;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>Lets writers of spans fill a buffer, which goes to a stream whenever it is full: memory stays the same however much is written.</summary>
internal sealed class StreamBufferWriter(Stream stream, int bufferBytes = 64 * 1024) : IBufferWriter<byte>
{
    private byte[] buffer = new byte[bufferBytes];
    private int used;

    /// <summary>Bytes that are not in the stream yet.</summary>
    public int Pending => used;

    public void Advance(int count) => used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length - used < Math.Max(sizeHint, 1))
            Flush();
        if (buffer.Length < sizeHint)
            buffer = new byte[sizeHint];
        return buffer.AsMemory(used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        // What cannot be written is given up, so that nobody tries it again on the way out.
        var length = used;
        used = 0;
        if (length > 0)
            stream.Write(buffer, 0, length);
    }
}
