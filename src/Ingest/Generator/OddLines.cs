namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// The odd lines that a tolerant reader must bear. Which lines are odd, and how, follows from the order and the step
/// alone. One half is an order's line in an unusual spelling that means the same; the other half is a line too much,
/// written before the order's own. So the figures of the orders are those of a stream without odd lines.
/// </summary>
internal sealed class OddLines(int perMillion, LineWriter writer)
{
    /// <summary>Odd spellings are longer than usual ones.</summary>
    public const int MaxLineBytes = 2 * LineWriter.MaxLineBytes;

    private const ulong Tag = 0x0DD1_1E55;
    private const ulong Kinds = 10;

    private readonly ulong threshold = Chance.FromPartsPerMillion(perMillion);
    private readonly byte[] plain = new byte[LineWriter.MaxLineBytes];

    /// <summary>Writes the step's line, or the line that comes before it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="step">The step.</param>
    /// <param name="extraLineWritten">Whether the line too much is written and the step's own is due.</param>
    /// <param name="bytes">Where to write, at least <see cref="MaxLineBytes"/>.</param>
    public (LineKind Kind, int Length) Write(Order order, OrderStep step, bool extraLineWritten, Span<byte> bytes)
    {
        var draw = SplitMix.Mix((order.Key ^ Tag) + ((ulong)step * SplitMix.Gamma));
        if (extraLineWritten || draw >> 32 >= threshold)
            return (LineKind.Counted, writer.Write(order, step, bytes));

        var choice = draw / Kinds & 3;
        var text = plain.AsSpan(0, writer.Write(order, step, plain) - 1);
        var line = new LineBuffer(bytes);
        var kind = LineKind.Counted;
        switch (draw % Kinds)
        {
            case 0:
                kind = LineKind.Other;
                WriteOtherService(text, choice, ref line);
                break;
            case 1:
                kind = LineKind.Rejected;
                WriteMalformed(text, choice, ref line);
                break;
            case 2:
            case 3:
                kind = LineKind.Rejected;
                WriteIncomplete(text, choice, ref line);
                break;
            case 4:
                kind = LineKind.Blank;
                line.Append(choice switch { 0 => ""u8, 1 => "  \t"u8, 2 => "\r"u8, _ => " "u8 });
                break;
            case 5:
                line.Append(text);
                line.AppendByte((byte)'\r');
                break;
            case 6:
                WriteEscaped(text, ref line);
                break;
            case 7:
                line.Append("{\"bussinessRst\":\"7777\",\"provinceCode\":\"999\",\"requestId\":\"\","u8);
                line.Append(text[1..]);
                break;
            case 8:
                WriteNumbers(text, ref line);
                break;
            default:
                line.Append("  { \"appVersion\" : \"7.0.2\", \"retry\" : false , "u8);
                line.Append(text[1..]);
                line.AppendByte((byte)' ');
                break;
        }

        line.AppendByte((byte)'\n');
        return (kind, line.Length);
    }

    private static void WriteOtherService(ReadOnlySpan<byte> line, ulong choice, ref LineBuffer output)
    {
        var (start, end) = Value(line, "\"serviceName\":\""u8);
        output.Append(line[..start]);
        output.Append(choice switch
        {
            0 => "queryBalanceReq"u8,
            1 => "queryOrderReq"u8,
            2 => "refundReq"u8,
            _ => "makeNewOrderV2"u8,
        });
        output.Append(line[end..]);
    }

    private static void WriteMalformed(ReadOnlySpan<byte> line, ulong choice, ref LineBuffer output)
    {
        switch (choice)
        {
            case 0:
                output.Append(line[..(line.Length / 2)]);
                break;
            case 1:
                output.Append("java.net.SocketTimeoutException: Read timed out"u8);
                break;
            case 2:
                // FF is in no UTF-8 text.
                var (start, _) = Value(line, "\"retMsg\":\""u8);
                output.Append(line[..start]);
                output.AppendByte(0xFF);
                output.Append(line[start..]);
                break;
            default:
                output.AppendByte((byte)'[');
                output.Append(line);
                output.AppendByte((byte)']');
                break;
        }
    }

    /// <summary>Without a field that every order line needs, or with an id whose month is the thirteenth.</summary>
    private static void WriteIncomplete(ReadOnlySpan<byte> line, ulong choice, ref LineBuffer output)
    {
        var name = choice switch
        {
            0 => "\"bussinessRst\":\""u8,
            1 => "\"serviceName\":\""u8,
            _ => "\"requestId\":\""u8,
        };
        var (start, end) = Value(line, name);
        if (choice == 3)
        {
            output.Append(line[..(start + 4)]);
            output.Append("13"u8);
            output.Append(line[(start + 6)..]);
            return;
        }

        output.Append(line[..(start - name.Length)]);
        output.Append(line[(end + 2)..]);
    }

    /// <summary>Everything outside ASCII as escapes, and one letter of each field name that begins with an s.</summary>
    private static void WriteEscaped(ReadOnlySpan<byte> line, ref LineBuffer output)
    {
        while (!line.IsEmpty)
        {
            System.Text.Rune.DecodeFromUtf8(line, out var rune, out var length);
            if (rune.Value >= 0x80)
            {
                output.Append("\\u"u8);
                for (var shift = 12; shift >= 0; shift -= 4)
                    output.AppendByte("0123456789abcdef"u8[rune.Value >> shift & 15]);
            }
            else if (line.StartsWith("\"s"u8))
            {
                output.Append("\"\\u0073"u8);
                length = 2;
            }
            else
            {
                output.Append(line[..length]);
            }

            line = line[length..];
        }
    }

    /// <summary>The amount and the province as numbers instead of text.</summary>
    private static void WriteNumbers(ReadOnlySpan<byte> line, ref LineBuffer output)
    {
        var (amount, amountEnd) = Value(line, "\"chargefee\":\""u8);
        var (province, provinceEnd) = Value(line, "\"provinceCode\":\""u8);
        output.Append(line[..(amount - 1)]);
        output.Append(line[amount..amountEnd]);
        output.Append(line[(amountEnd + 1)..(province - 1)]);
        output.Append(line[province..provinceEnd]);
        output.Append(line[(provinceEnd + 1)..]);
    }

    /// <summary>Where a field's text begins and where its closing quote stands.</summary>
    private static (int Start, int End) Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        var start = line.IndexOf(name) + name.Length;
        return (start, start + line[start..].IndexOf((byte)'"'));
    }
}
