using System.Text;
using System.Text.Json;

namespace RechargeMonitor.Oracle;

/// <summary>One JSON object as names and texts.</summary>
public static class LineFields
{
    // Deeper than any line that is read can nest, so the depth never decides.
    private const int Depth = 64 * 1024;

    /// <summary>
    /// The texts of the object's own fields, a number as written; null for true, false, null, objects and arrays.
    /// Of a name that stands twice the last one counts. The answer is null when this is not exactly one JSON object.
    /// </summary>
    /// <param name="line">Valid UTF-8.</param>
    public static IReadOnlyDictionary<string, string?>? Read(ReadOnlySpan<byte> line)
    {
        // The defaults are strict: no comments, no trailing commas, nothing after the value.
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = Depth });
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return null;

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Unescape(reader.ValueSpan);
                reader.Read();
                fields[name] = reader.TokenType switch
                {
                    JsonTokenType.String => Unescape(reader.ValueSpan),
                    JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                    _ => null,
                };
                reader.Skip();
            }

            // The object has ended; one more read throws if anything but white space follows.
            return reader.Read() ? null : fields;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The text of a JSON string whose escapes are known to be well formed. Done by hand because
    /// System.Text.Json throws at a lone surrogate such as \ud800, which JSON allows; it becomes U+FFFD.
    /// </summary>
    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var source = Encoding.UTF8.GetString(escaped);
        var text = new StringBuilder();
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '\\')
            {
                text.Append(source[i]);
                continue;
            }

            i++;
            switch (source[i])
            {
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)Convert.ToInt32(source.Substring(i + 1, 4), 16));
                    i += 4;
                    break;
                default: text.Append(source[i]); break; // " \ /
            }
        }

        // EnumerateRunes gives U+FFFD for each surrogate that has no partner.
        return string.Concat(text.ToString().EnumerateRunes());
    }
}
