using System.Numerics;

namespace RechargeMonitor.Oracle;

/// <summary>The bound on open-ended keys.</summary>
public static class BoundedKeys
{
    /// <summary>
    /// Keeps the first keys in the order of their UTF-8 bytes and adds all others up under <see cref="Keys.Other"/>,
    /// which itself takes none of the places.
    /// </summary>
    public static Dictionary<string, T> Fold<T>(IReadOnlyDictionary<string, T> figures, int most)
        where T : IAdditionOperators<T, T, T>
    {
        var kept = figures.Keys.Where(key => key != Keys.Other).Order(Utf8Order.Instance).Take(most).ToHashSet();
        var folded = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, figure) in figures)
        {
            var place = kept.Contains(key) ? key : Keys.Other;
            folded[place] = folded.TryGetValue(place, out var sum) ? sum + figure : figure;
        }

        return folded;
    }
}
