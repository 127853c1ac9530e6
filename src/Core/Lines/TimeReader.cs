using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RechargeMonitor.Core.Lines;

/// <summary>
/// Reads times as <see cref="ChinaTime.TryParse"/> does, and remembers the last day that it read: nearly all times of a
/// log are of the same day, and finding a day's number is most of the work.
/// </summary>
internal struct TimeReader
{
    // Eight zero bytes are what it starts with, and no day: they would be taken for one that was read.
    private const ulong NoDay = 0;

    private ulong dayDigits;
    private long dayMs;

    /// <summary>Reads the first 17 bytes as a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < ChinaTime.Digits)
            return false;
        var digits = BinaryPrimitives.ReadUInt64LittleEndian(text);
        if (digits != dayDigits || digits == NoDay)
        {
            if (!ChinaTime.TryReadDay(digits, out var read))
                return false;
            (dayDigits, dayMs) = (digits, read);
        }

        milliseconds = dayMs;
        return ChinaTime.TryAddTimeOfDay(text, ref milliseconds);
    }
}
