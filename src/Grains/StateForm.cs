using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Grains;

/// <summary>A grain's state as Core's classes store it; its version is kept by Orleans.</summary>
/// <param name="state">The state.</param>
internal sealed class StateForm(IPersistentState<StateRow> state) : IGuardedRow
{
    /// <inheritdoc/>
    public byte[]? Form => state.RecordExists ? state.State.Form : null;

    /// <inheritdoc/>
    public Task WriteAsync(byte[] form)
    {
        state.State = new StateRow { Form = form };
        return state.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task DeleteAsync() => state.ClearStateAsync();
}
