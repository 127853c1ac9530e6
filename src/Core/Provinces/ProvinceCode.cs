using System.Globalization;

namespace RechargeMonitor.Core.Provinces;

/// <summary>
/// A province's code: 1 to 6 digits, where leading zeros count (<c>0200</c> is not <c>200</c>). Packed into one number:
/// the digits behind a leading 1, so that codes of different lengths differ. The default value is no code.
/// </summary>
public readonly record struct ProvinceCode
{
    /// <summary>The most digits that a code has.</summary>
    public const int MaxDigits = 6;

    private ProvinceCode(int packed) => Packed = packed;

    /// <summary>The code as one number below 2,000,000, as it is stored; 0 is no code.</summary>
    public int Packed { get; }

    /// <summary>The code that a stored number stands for.</summary>
    public static ProvinceCode FromPacked(int packed) => new(packed);

    /// <summary>Whether a number stands for a code: a 1 and one to six digits.</summary>
    public static bool IsPacked(int packed) => packed is (>= 10 and < 20) or (>= 100 and < 200) or (>= 1_000 and < 2_000)
        or (>= 10_000 and < 20_000) or (>= 100_000 and < 200_000) or (>= 1_000_000 and < 2_000_000);

    /// <summary>Reads a code. False when it is not 1 to 6 ASCII digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProvinceCode code)
    {
        code = default;
        if (text.Length is 0 or > MaxDigits)
            return false;

        var packed = 1;
        foreach (var digit in text)
        {
            if ((uint)(digit - '0') > 9)
                return false;
            packed = (packed * 10) + (digit - '0');
        }

        code = new ProvinceCode(packed);
        return true;
    }

    /// <summary>Reads a code. False when it is not 1 to 6 ASCII digits.</summary>
    public static bool TryParse(string text, out ProvinceCode code)
    {
        Span<byte> bytes = stackalloc byte[MaxDigits];
        code = default;
        return text.Length <= MaxDigits
            && System.Text.Encoding.UTF8.TryGetBytes(text, bytes, out var length)
            && TryParse(bytes[..length], out code);
    }

    /// <summary>Writes the digits in UTF-8 and returns how many there are, at most <see cref="MaxDigits"/>.</summary>
    public int Format(Span<byte> utf8)
    {
        Span<byte> withOne = stackalloc byte[MaxDigits + 1];
        Packed.TryFormat(withOne, out var length, default, CultureInfo.InvariantCulture);
        withOne[1..length].CopyTo(utf8);
        return length - 1;
    }

    /// <summary>The digits.</summary>
    public override string ToString() => Packed == 0 ? "" : Packed.ToString(CultureInfo.InvariantCulture)[1..];
}
