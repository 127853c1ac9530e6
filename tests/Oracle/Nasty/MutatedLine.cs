using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>A valid line with one to three faults at the level of bytes.</summary>
internal static class MutatedLine
{
    private static readonly byte[] s_telling = "\"\\{}[]:,0019eu \t/\0\x7F"u8.ToArray();

    public static byte[] Make(SmallRandom random)
    {
        var text = random.Below(4) switch
        {
            0 => SampleLine.Payment(),
            1 => SampleLine.Request(),
            2 => SampleLine.Order(("bussinessRst", "\"9999\""), ("chargefee", null)),
            _ => SampleLine.Order(),
        };
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(text));
        for (var faults = random.Chance(3) ? 1 + random.Below(3) : 1; faults > 0 && bytes.Count > 0; faults--) Mutate(random, bytes);
        return [.. bytes];
    }

    private static void Mutate(SmallRandom random, List<byte> bytes)
    {
        var place = random.Below(bytes.Count);
        var length = Math.Min(1 + random.Below(random.Chance(4) ? 40 : 3), bytes.Count - place);
        switch (random.Below(8))
        {
            case 0: bytes[place] ^= (byte)(1 << random.Below(random.Chance(4) ? 8 : 7)); break;
            case 1: bytes[place] = AnyByte(random); break;
            case 2: bytes[place] = random.Pick(s_telling); break;
            case 3: bytes.RemoveRange(place, length); break;
            case 4: bytes.Insert(place, AnyByte(random)); break;
            case 5: bytes.Insert(place, random.Pick(s_telling)); break;
            case 6: bytes.InsertRange(place, bytes.GetRange(place, length)); break;
            default:
                // Cutting off is rare among the faults, because little else is left to see after it.
                if (random.Chance(3)) bytes.RemoveRange(place, bytes.Count - place);
                else (bytes[place], bytes[^1]) = (bytes[^1], bytes[place]);
                break;
        }
    }

    /// <summary>Mostly a printable one: anything from 0x80 on makes the line invalid UTF-8, which hides all else.</summary>
    private static byte AnyByte(SmallRandom random) =>
        random.Chance(4) ? (byte)random.Below(256) : (byte)(' ' + random.Below(95));
}
