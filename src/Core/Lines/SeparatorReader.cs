using System.Text.Unicode;

namespace RechargeMonitor.Core.Lines;

/// <summary>Reads exactly, byte by byte, what stands between two values of a line's object.</summary>
internal static class SeparatorReader
{
    /// <summary>Reads a separator. False when none stands there.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="start">Where the separator begins.</param>
    /// <param name="isFirst">Whether it is the one before the first value.</param>
    /// <param name="scratch">Room for the longest name.</param>
    /// <param name="separator">Gets <see cref="Separator.Length"/>, <see cref="Separator.Kind"/> and <see cref="Separator.Field"/>.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, int start, bool isFirst, Span<byte> scratch, ref Separator separator)
    {
        var scanner = new JsonScanner(line) { Position = start };
        scanner.SkipWhiteSpace();
        var isRead = isFirst
            ? scanner.TryTake((byte)'{') && TryReadNameOrEnd(ref scanner, line, scratch, ref separator)
            : scanner.TryTake((byte)',') ? TryReadName(ref scanner, line, scratch, ref separator)
            : TryReadEnd(ref scanner, ref separator);
        separator.Length = scanner.Position - start;
        return isRead;
    }

    private static bool TryReadNameOrEnd(ref JsonScanner scanner, ReadOnlySpan<byte> line, Span<byte> scratch, ref Separator separator)
    {
        scanner.SkipWhiteSpace();
        return scanner.Current == '}' ? TryReadEnd(ref scanner, ref separator) : TryReadName(ref scanner, line, scratch, ref separator);
    }

    private static bool TryReadName(ref JsonScanner scanner, ReadOnlySpan<byte> line, Span<byte> scratch, ref Separator separator)
    {
        scanner.SkipWhiteSpace();
        if (!scanner.TryString(out var name))
            return false;
        scanner.SkipWhiteSpace();
        if (!scanner.TryTake((byte)':'))
            return false;
        scanner.SkipWhiteSpace();
        separator.Kind = scanner.TryTake((byte)'"') ? SeparatorKind.Text : SeparatorKind.Token;

        var bytes = line.Slice(name.Start, name.Length);
        if (!Utf8.IsValid(bytes))
            return false;
        separator.Field = JsonFields.Find(name.IsEscaped ? scratch[..JsonUnescape.Decode(bytes, scratch)] : bytes);
        return true;
    }

    private static bool TryReadEnd(ref JsonScanner scanner, ref Separator separator)
    {
        separator.Kind = SeparatorKind.End;
        separator.Field = JsonField.None;
        if (!scanner.TryTake((byte)'}'))
            return false;
        scanner.SkipWhiteSpace();
        return scanner.AtEnd;
    }
}
