using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>A ledger's row as it would be if the books broke a rule about it.</summary>
internal sealed class BrokenLedgerRow(SimulatedWorld world, SimulatedRow row) : IGuardedRow
{
    public byte[]? Form => row.Form;

    public Task WriteAsync(byte[] form) =>
        world.Breaks(Variant.LedgerKeepsMemoryAfterFailedWrites) ? row.WriteOverAsync(form) : row.WriteAsync(form);

    public Task DeleteAsync() => row.DeleteAsync();
}
