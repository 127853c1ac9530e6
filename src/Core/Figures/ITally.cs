using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Figures;

/// <summary>
/// A mutable set of figures. Adding notifications one by one and merging tallies of parts of them give the same figures,
/// in any order.
/// </summary>
/// <typeparam name="TSelf">The tally's own type.</typeparam>
public interface ITally<TSelf>
    where TSelf : class, ITally<TSelf>
{
    /// <summary>A tally of nothing.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>Counts one notification.</summary>
    void Add(in Notification notification);

    /// <summary>Adds the figures of another tally, which is not changed.</summary>
    void Merge(TSelf from);

    /// <summary>Drops what a day that is no longer kept need not have. Returns whether the tally is wanted at all from now on.</summary>
    bool Retire();

    /// <summary>Writes the figures; the same figures give the same bytes.</summary>
    void WriteTo(FormWriter writer);

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="reader">The form.</param>
    /// <param name="version">Its version, as <see cref="Delivery.PublishedForm"/> has it.</param>
    /// <exception cref="FormatException">The bytes are no such form.</exception>
    static abstract TSelf ReadFrom(ref FormReader reader, byte version);
}
