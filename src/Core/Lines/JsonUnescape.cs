using System.Globalization;
using System.Text;

namespace RechargeMonitor.Core.Lines;

internal static class JsonUnescape
{
    /// <summary>
    /// Decodes the escapes of a well-formed JSON string. A surrogate without its partner becomes U+FFFD. The result is
    /// never longer than the source.
    /// </summary>
    /// <returns>The number of bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var written = 0;
        while (!source.IsEmpty)
        {
            if (source[0] != '\\')
            {
                var plain = source.IndexOf((byte)'\\');
                plain = plain < 0 ? source.Length : plain;
                source[..plain].CopyTo(target[written..]);
                written += plain;
                source = source[plain..];
                continue;
            }

            if (source[1] == 'u')
            {
                written += DecodeRune(ref source).EncodeToUtf8(target[written..]);
                continue;
            }

            target[written++] = source[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var same => same,
            };
            source = source[2..];
        }

        return written;
    }

    private static Rune DecodeRune(ref ReadOnlySpan<byte> source)
    {
        var first = (char)ushort.Parse(source[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        source = source[6..];
        if (!char.IsSurrogate(first))
            return new Rune(first);
        if (char.IsHighSurrogate(first) && source.Length >= 6 && source[0] == '\\' && source[1] == 'u')
        {
            var second = (char)ushort.Parse(source[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (char.IsLowSurrogate(second))
            {
                source = source[6..];
                return new Rune(first, second);
            }
        }

        return Rune.ReplacementChar;
    }
}
