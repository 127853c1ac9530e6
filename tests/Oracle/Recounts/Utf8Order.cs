using System.Text;

namespace RechargeMonitor.Oracle;

/// <summary>Orders texts by their UTF-8 bytes, which differs from UTF-16 order beyond the basic plane.</summary>
public sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
