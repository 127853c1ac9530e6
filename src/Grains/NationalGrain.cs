using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Grains;

/// <summary>Keeps the nationwide figures of a day.</summary>
[ImplicitStreamSubscription(TargetStreams.National)]
public sealed class NationalGrain(
    [PersistentState(StateNames.National, StateNames.Storage)] IPersistentState<StateRow> state,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger<NationalGrain> logger) : TargetGrain<NationalTally>(state, snapshots, time, logger), INationalGrain;
