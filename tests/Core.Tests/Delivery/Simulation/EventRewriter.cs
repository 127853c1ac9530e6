using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Tests.Delivery.Simulation;

/// <summary>Writes an event again with other heads on its batches.</summary>
internal static class EventRewriter
{
    public static byte[] Rewrite(OutgoingEvent sent, Func<BatchHead, BatchHead> change)
    {
        var output = new FormWriter();
        output.WriteByte(sent.Payload[0]);
        var batch = new BatchWriter();
        var reader = new BatchReader(sent.Target, sent.Payload);
        while (reader.TryNextBatch(out var head))
        {
            var changed = change(head);
            batch.Start(changed.PreviousEnd);
            while (reader.TryNext(out var offset, out var notification))
                batch.Add(sent.Target, offset, notification);
            batch.AppendTo(output, changed);
        }

        return output.ToArray();
    }
}
