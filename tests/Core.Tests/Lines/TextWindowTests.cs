using RechargeMonitor.Core.Lines;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class TextWindowTests
{
    private const int Windows = 20_000;

    // Bytes around each bound that the window knows, and others.
    private static readonly byte[] Telling = [0x00, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7E, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xFF, (byte)'0', (byte)'a'];

    [Fact]
    public void Stops_EveryByteAtEveryPlace_AllFormsSayTheSame()
    {
        var bytes = new byte[TextWindow.Bytes + 1];
        for (var place = 0; place < TextWindow.Bytes; place++)
        {
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                Array.Fill(bytes, (byte)'a');
                bytes[place] = (byte)value;
                var expected = value is '"' or '\\' or < 0x20 or >= 0x80 ? 1UL << place : 0;
                Assert.Equal(expected, TextWindow.StopsScalar(ref bytes[0], 0));
                Assert.Equal(expected, TextWindow.StopsNarrow(ref bytes[0], 0));
                Assert.Equal(expected, TextWindow.StopsWide(ref bytes[0], 0));
                Assert.Equal(expected, TextWindow.Stops(ref bytes[0], 0));
            }
        }
    }

    [Fact]
    public void StopsAndDifferences_RandomBytes_AllFormsSayTheSame()
    {
        foreach (var seed in TestSeed.Take(1))
        {
            var random = new Random(unchecked((int)seed));
            var bytes = new byte[4 * TextWindow.Bytes];
            var others = new byte[TextWindow.Bytes];
            for (var window = 0; window < Windows; window++)
            {
                random.GetItems(Telling, bytes.AsSpan());
                var offset = (nuint)random.Next(bytes.Length - TextWindow.Bytes);
                bytes.AsSpan((int)offset, TextWindow.Bytes).CopyTo(others);
                others[random.Next(others.Length)] ^= (byte)(1 << random.Next(8));
                others[random.Next(others.Length)] = random.GetItems(Telling, 1)[0];

                var stops = TextWindow.StopsScalar(ref bytes[0], offset);
                var differences = TextWindow.DifferencesScalar(ref bytes[0], offset, ref others[0]);
                Assert.True(
                    stops == TextWindow.StopsNarrow(ref bytes[0], offset) && stops == TextWindow.StopsWide(ref bytes[0], offset)
                    && differences == TextWindow.DifferencesNarrow(ref bytes[0], offset, ref others[0])
                    && differences == TextWindow.DifferencesWide(ref bytes[0], offset, ref others[0]),
                    $"seed {seed}, window {window}: {Convert.ToHexString(bytes.AsSpan((int)offset, TextWindow.Bytes))} and {Convert.ToHexString(others)}");
            }
        }
    }
}
