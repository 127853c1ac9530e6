using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>A form with its head.</summary>
internal sealed record PendingForm(PublishedForm Head, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// What is to be written of a key: that it was removed, a form, or both, the removal first. Removals have no revisions: a
/// key that lives again starts with low ones. So removals and forms are ordered by when they were made durable, which
/// supposes that the silos' clocks agree within the time that a row rests before it is removed, days as a rule.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="RemovedAt">When it was removed; nothing if it was not.</param>
/// <param name="Form">What it holds since; nothing if it was not published since.</param>
internal sealed record PendingChange(string Key, DateTimeOffset? RemovedAt, PendingForm? Form)
{
    private const int OverheadBytes = 200;

    /// <summary>About what it takes in memory.</summary>
    public long Bytes => OverheadBytes + (Form?.Bytes.Length ?? 0);

    /// <summary>This change and a form; itself if it has a newer one.</summary>
    public PendingChange With(PendingForm form)
    {
        if (RemovedAt is { } removedAt && form.Head.AsOf <= removedAt)
            return this;
        return Form is { } known && known.Head.Revision >= form.Head.Revision ? this : this with { Form = form };
    }

    /// <summary>This change and a removal after it.</summary>
    public PendingChange Removed(DateTimeOffset at) => new(Key, RemovedAt > at ? RemovedAt : at, Form is { } later && later.Head.AsOf > at ? later : null);

    /// <summary>This change and a later one of the same key.</summary>
    public PendingChange Then(PendingChange later)
    {
        var both = later.RemovedAt is { } removedAt ? Removed(removedAt) : this;
        return later.Form is { } form ? both.With(form) : both;
    }
}
