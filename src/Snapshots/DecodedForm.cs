using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Snapshots;

/// <summary>A published form that was read whole, so that nothing can go wrong any more when it is put among the figures.</summary>
/// <param name="Head">How new it is.</param>
internal abstract record DecodedForm(PublishedForm Head)
{
    /// <summary>Reads a form; nothing where nobody reads what such keys hold.</summary>
    /// <exception cref="FormatException">The bytes are no form of the key.</exception>
    public static DecodedForm? Read(string key, ReadOnlySpan<byte> form)
    {
        if (TargetId.TryParse(key, out var target))
            return ReadTarget(target, form);
        if (PartitionKeys.PartitionOfSource(key) is { } partition)
            return new DecodedLedger(partition, SourceLedger.Decode(form));
        if (key == AlertState.Key)
            return new DecodedAlerts(AlertState.ReadList(form));
        return PartitionKeys.PartitionOfRejects(key) is { } rejecting ? new DecodedRejects(rejecting, RejectedLines.Decode(form)) : null;
    }

    private static DecodedTarget ReadTarget(TargetId target, ReadOnlySpan<byte> form)
    {
        var reader = new FormReader(form);
        var head = PublishedForm.Read(ref reader, target, out var version);
        object tally = target.Kind switch
        {
            TargetKind.National => NationalTally.ReadFrom(ref reader, version),
            TargetKind.Province => ProvincesTally.ReadFrom(ref reader, version),
            _ => MinuteTally.ReadFrom(ref reader, version),
        };
        return new DecodedTarget(target, head, tally);
    }
}

/// <summary>The figures of a target.</summary>
internal sealed record DecodedTarget(TargetId Target, PublishedForm Head, object Tally) : DecodedForm(Head);

/// <summary>The books of a partition.</summary>
internal sealed record DecodedLedger(string Partition, SourceLedger Ledger) : DecodedForm(new PublishedForm(Ledger.Revision, Ledger.AsOf));

/// <summary>The rejected lines of a partition.</summary>
internal sealed record DecodedRejects(string Partition, RejectedLines Rejects) : DecodedForm(new PublishedForm(Rejects.Revision, Rejects.AsOf));

/// <summary>The alerts.</summary>
internal sealed record DecodedAlerts(AlertList List) : DecodedForm(List.Head);
