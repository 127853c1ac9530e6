using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Simulation;

/// <summary>A stored target taken apart into its figures and the offsets up to which it has counted, which belong together.</summary>
/// <typeparam name="TTally">The figures.</typeparam>
internal static class TargetForm<TTally>
    where TTally : class, ITally<TTally>
{
    public static byte[] WithoutPositions(TargetId id, byte[] form) => [.. form[..FiguresLength(id, form)], 0];

    /// <summary>The figures of one form with the offsets of another one.</summary>
    public static byte[] WithPositionsOf(TargetId id, byte[] form, byte[]? other) =>
        other is null ? WithoutPositions(id, form) : [.. form[..FiguresLength(id, form)], .. other[FiguresLength(id, other)..]];

    private static int FiguresLength(TargetId id, byte[] form)
    {
        var reader = new FormReader(form);
        var head = PublishedForm.Read(ref reader, id, out var version);
        var writer = new FormWriter();
        PublishedForm.Write(writer, id, head.Revision, head.AsOf);
        TTally.ReadFrom(ref reader, version).WriteTo(writer);
        return writer.Length;
    }
}
