using RechargeMonitor.Core.Forms;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Core.Delivery;

/// <summary>A line that could not be counted, as operators see it.</summary>
/// <param name="Offset">Where it stands in its partition.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">Its beginning, with personal data masked.</param>
/// <param name="At">When it was read.</param>
public sealed record RejectedLine(long Offset, RejectReason Reason, string Text, DateTimeOffset At)
{
    // Masking may put U+FFFD, three bytes, in the place of one byte that is not UTF-8.
    private const int MaxTextBytes = DeliveryLimits.MaxRejectBytes * 4;

    internal void WriteTo(FormWriter writer)
    {
        writer.WriteCount(Offset);
        writer.WriteCount((int)Reason);
        writer.WriteText(Text);
        writer.WriteInstant(At);
    }

    internal static RejectedLine ReadFrom(ref FormReader reader) =>
        new(reader.ReadCount(), (RejectReason)reader.ReadCount(byte.MaxValue), reader.ReadText(MaxTextBytes), reader.ReadInstant());
}
