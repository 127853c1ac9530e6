namespace RechargeMonitor.Core.Figures;

/// <summary>
/// Sorts the few rows of a table, of which equal ones stay as they are. For so few, inserting one by one takes no longer than
/// a sort by LINQ, whose dozens of generic methods must be compiled first when a program only prints one report.
/// </summary>
internal static class StableSort
{
    public static void Sort<T>(T[] items, Comparison<T> compare)
    {
        for (var next = 1; next < items.Length; next++)
        {
            var item = items[next];
            var place = next;
            for (; place > 0 && compare(items[place - 1], item) > 0; place--)
                items[place] = items[place - 1];
            items[place] = item;
        }
    }
}
