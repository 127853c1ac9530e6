namespace RechargeMonitor.Core.Tests.Delivery;

/// <summary>
/// Breaks forms at random: bits, bytes, lengths, numbers that are too large, parts left out, repeated or exchanged. What is
/// read in spite of it is broken further, so that forms come that no writer makes.
/// </summary>
internal sealed class FormCorruption(byte[] form, Random random)
{
    private const int MostKept = 200;
    private const int MostBytes = 4_000;

    private readonly List<byte[]> kept = [form];

    /// <summary>A form that is broken in one to three places.</summary>
    public byte[] Next()
    {
        var bytes = kept[random.Next(kept.Count)].ToList();
        for (var faults = 1 + random.Next(3); faults > 0; faults--)
            Break(bytes);
        return [.. bytes];
    }

    /// <summary>Breaks this one further, too.</summary>
    public void Keep(byte[] broken)
    {
        if (broken.Length > MostBytes)
            return;
        if (kept.Count < MostKept)
            kept.Add(broken);
        else
            kept[1 + random.Next(MostKept - 1)] = broken;
    }

    private void Break(List<byte> bytes)
    {
        var place = random.Next(bytes.Count);
        var length = Math.Min(1 + random.Next(random.Next(4) == 0 ? 40 : 4), bytes.Count - place);
        switch (random.Next(8))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2:
                bytes[place] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                break;
            case 3:
                bytes.Insert(place, (byte)random.Next(256));
                break;
            case 4 when bytes.Count > length:
                bytes.RemoveRange(place, length);
                break;
            case 5:
                // The largest number, or one that is longer than any.
                bytes.InsertRange(place, [.. Enumerable.Repeat((byte)0xFF, 7 + random.Next(4)), 0x7F]);
                break;
            case 6:
                var other = kept[random.Next(kept.Count)];
                var from = random.Next(other.Length);
                bytes.InsertRange(place, other.AsSpan(from, Math.Min(length, other.Length - from)));
                break;
            default:
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
        }
    }
}
