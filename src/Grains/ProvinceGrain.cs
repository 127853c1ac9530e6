using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Grains;

/// <summary>Keeps the figures of a province and day.</summary>
[ImplicitStreamSubscription(TargetStreams.Province)]
public sealed class ProvinceGrain(
    [PersistentState(StateNames.Province, StateNames.Storage)] IPersistentState<StateRow> state,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger<ProvinceGrain> logger) : TargetGrain<ProvincesTally>(state, snapshots, time, logger), IProvinceGrain;
