using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Figures;

/// <summary>
/// How many orders of one minute each province of the table had, and how many failed. Codes that the table does not have
/// are in the minute's orders only.
/// </summary>
public struct MinuteProvinces
{
    // Two places for each province, its orders and those that failed; nothing until the first order.
    private int[]? counts;

    /// <summary>The orders of a province by its index in <see cref="ProvinceTable.All"/>.</summary>
    public readonly (long Total, long Failed) Of(int index) => counts is null ? default : (counts[2 * index], counts[(2 * index) + 1]);

    internal void Add(in Notification order)
    {
        var index = ProvinceTable.IndexOf(order.Province);
        if (index >= 0)
            Add(index, 1, order.Succeeded ? 0 : 1);
    }

    internal void Merge(in MinuteProvinces from)
    {
        if (from.counts is null)
            return;
        for (var index = 0; index < ProvinceTable.All.Count; index++)
            Add(index, from.counts[2 * index], from.counts[(2 * index) + 1]);
    }

    internal readonly void WriteTo(FormWriter writer)
    {
        var filled = 0;
        for (var index = 0; index < ProvinceTable.All.Count; index++)
            filled += Of(index).Total > 0 ? 1 : 0;
        writer.WriteCount(filled);
        for (var index = 0; index < ProvinceTable.All.Count; index++)
        {
            var (total, failed) = Of(index);
            if (total == 0)
                continue;
            writer.WriteCount(ProvinceTable.All[index].Code.Packed);
            writer.WriteCount(total);
            writer.WriteCount(failed);
        }
    }

    internal static MinuteProvinces ReadFrom(ref FormReader reader)
    {
        var provinces = default(MinuteProvinces);
        for (var left = reader.ReadCount(ProvinceTable.All.Count); left > 0; left--)
        {
            var code = ProvinceCode.FromPacked(reader.ReadCount(int.MaxValue));
            var index = ProvinceTable.IndexOf(code);
            var (total, failed) = (reader.ReadCount(int.MaxValue), reader.ReadCount(int.MaxValue));
            if (index < 0 || failed > total || total == 0 || provinces.Of(index).Total > 0)
                throw new FormatException($"a minute stores {failed} of {total} failed orders of province {code}, or has it twice");
            provinces.Add(index, total, failed);
        }

        return provinces;
    }

    private void Add(int index, int total, int failed)
    {
        counts ??= new int[2 * ProvinceTable.All.Count];
        counts[2 * index] = MinuteCount.Sum(counts[2 * index], total);
        counts[(2 * index) + 1] = MinuteCount.Sum(counts[(2 * index) + 1], failed);
    }
}
