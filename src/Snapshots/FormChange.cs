namespace RechargeMonitor.Snapshots;

/// <summary>What became of a key in a store.</summary>
/// <param name="Key">The key.</param>
/// <param name="Form">What it holds now; nothing where it was removed.</param>
/// <param name="Revision">The store's revision of this change.</param>
internal readonly record struct FormChange(string Key, DecodedForm? Form, long Revision)
{
    public void ApplyTo(FiguresContent content)
    {
        if (Form is null)
            content.Remove(Key, Revision);
        else
            content.Put(Form, Revision);
    }
}
