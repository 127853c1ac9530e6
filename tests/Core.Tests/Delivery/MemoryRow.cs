using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Core.Tests.Delivery;

/// <summary>A row in memory, whose writes fail when they are told to.</summary>
internal sealed class MemoryRow(byte[]? form = null) : IGuardedRow
{
    public byte[]? Form { get; private set; } = form;

    public bool Fails { get; set; }

    public Task WriteAsync(byte[] form) => ChangeAsync(form);

    public Task DeleteAsync() => ChangeAsync(null);

    private async Task ChangeAsync(byte[]? form)
    {
        await Task.Yield();
        if (Fails)
            throw new IOException("the database is away");
        Form = form;
    }
}

/// <summary>What readers see, in memory.</summary>
internal sealed class MemorySnapshots : ISnapshotPublisher
{
    public Dictionary<string, byte[]> Forms { get; } = [];

    public void Publish(string key, ReadOnlyMemory<byte> form) => Forms[key] = form.ToArray();

    public void Remove(string key) => Forms.Remove(key);
}
