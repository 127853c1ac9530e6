using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>The newest published form of each key, by its own revision, as readers' stores keep it.</summary>
internal sealed class PublishedForms : ISnapshotPublisher
{
    private readonly Dictionary<string, byte[]> forms = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Forms => forms;

    public void Publish(string key, ReadOnlyMemory<byte> form)
    {
        if (!forms.TryGetValue(key, out var newest) || PublishedForm.Of(key, form.Span).Revision > PublishedForm.Of(key, newest).Revision)
            forms[key] = form.ToArray();
    }

    public void Remove(string key) => forms.Remove(key);

    /// <summary>All processes begin anew: readers have nothing yet.</summary>
    public void Clear() => forms.Clear();
}
