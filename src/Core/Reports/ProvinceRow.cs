using System.Text;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Reports;

/// <summary>A province's orders of a day under the code that readers know it by.</summary>
/// <param name="Code">Its code, or <c>other</c> for all unknown ones beyond the bound.</param>
/// <param name="Province">Its row in the table; nothing where the table does not have it.</param>
/// <param name="Tally">Its orders by hour.</param>
public sealed record ProvinceRow(string Code, Province? Province, ProvinceTally Tally)
{
    /// <summary>The code under which all unknown provinces beyond the bound are counted.</summary>
    public const string OtherCode = "other";

    /// <summary>Its orders of the day.</summary>
    public OrderCounts Day { get; } = Tally.Day();

    /// <summary>The provinces that have orders.</summary>
    public static IEnumerable<ProvinceRow> Of(ProvincesTally provinces)
    {
        for (var index = 0; index < ProvinceTable.All.Count; index++)
        {
            var row = new ProvinceRow(ProvinceTable.All[index].Code.ToString(), ProvinceTable.All[index], provinces.Known(index));
            if (row.Day.Total > 0)
                yield return row;
        }

        foreach (var (code, tally) in provinces.Unknown.InOrder())
            yield return new ProvinceRow(Encoding.UTF8.GetString(code), null, tally);
        if (provinces.Unknown.HasOther)
            yield return new ProvinceRow(OtherCode, null, provinces.Unknown.Other);
    }
}
