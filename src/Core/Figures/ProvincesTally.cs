using System.Runtime.CompilerServices;
using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Figures;

/// <summary>
/// The orders of a day by province. The provinces of the table are always kept; of codes that it does not have, a bounded
/// number.
/// </summary>
public sealed class ProvincesTally : ITally<ProvincesTally>
{
    /// <summary>How many codes that the table does not have are kept apart, per day.</summary>
    public const int MaxUnknown = 256;

    private readonly ProvinceTally[] known = new ProvinceTally[ProvinceTable.All.Count];

    /// <inheritdoc/>
    public static ProvincesTally Empty => new();

    /// <summary>The provinces that the table does not have, by code.</summary>
    public BoundedMap<ProvinceTally> Unknown { get; } = new(MaxUnknown);

    /// <summary>A province by its index in <see cref="ProvinceTable.All"/>.</summary>
    public ref readonly ProvinceTally Known(int index) => ref known[index];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in Notification notification)
    {
        if (!notification.IsOrder)
            return;
        var index = ProvinceTable.IndexOf(notification.Province);
        if (index >= 0)
            known[index].Add(notification);
        else
            AtUnknown(notification.Province).Add(notification);
    }

    /// <inheritdoc/>
    public void Merge(ProvincesTally from)
    {
        for (var index = 0; index < known.Length; index++)
            ProvinceTally.Merge(ref known[index], in from.known[index]);
        Unknown.Merge(from.Unknown);
    }

    /// <inheritdoc/>
    public bool Retire() => false;

    /// <inheritdoc/>
    public void WriteTo(FormWriter writer)
    {
        var filled = Enumerable.Range(0, known.Length).Where(index => known[index].Day().Total > 0).ToArray();
        writer.WriteCount(filled.Length);
        foreach (var index in filled)
        {
            writer.WriteCount(ProvinceTable.All[index].Code.Packed);
            ProvinceTally.Write(writer, known[index]);
        }

        Unknown.WriteTo(writer, ProvinceTally.Write);
    }

    /// <inheritdoc/>
    public static ProvincesTally ReadFrom(ref FormReader reader, byte version)
    {
        var tally = new ProvincesTally();
        var filled = reader.ReadCount(tally.known.Length);
        for (var index = 0; index < filled; index++)
        {
            var code = ProvinceCode.FromPacked(reader.ReadCount(int.MaxValue));
            var place = ProvinceTable.IndexOf(code);
            if (place < 0)
                throw new FormatException($"province {code} is stored as one of the table, which does not have it");
            tally.known[place] = ProvinceTally.Read(ref reader);
        }

        tally.Unknown.ReadFrom(ref reader, ProvinceTally.Read);
        return tally;
    }

    private ref ProvinceTally AtUnknown(ProvinceCode code)
    {
        Span<byte> text = stackalloc byte[ProvinceCode.MaxDigits];
        return ref Unknown.At(text[..code.Format(text)]);
    }
}
