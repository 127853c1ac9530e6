using Orleans.Messaging;
using RechargeMonitor.Contracts;

namespace RechargeMonitor.Silo.Clustering;

/// <summary>Tells <see cref="SiloChanges"/> what a client reads of the silos, so that noticing one that has gone costs no query of its own.</summary>
internal sealed class WatchedGatewayList(IGatewayListProvider inner, SiloChanges changes) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => inner.MaxStaleness;

    [Obsolete("Orleans does not ask for it any more.")]
    public bool IsUpdatable => inner.IsUpdatable;

    public Task InitializeGatewayListProvider() => inner.InitializeGatewayListProvider();

    public async Task<IList<Uri>> GetGateways()
    {
        var gateways = await inner.GetGateways();
        changes.Found(gateways);
        return gateways;
    }
}
