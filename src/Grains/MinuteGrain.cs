using Microsoft.Extensions.Logging;
using RechargeMonitor.Contracts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;

namespace RechargeMonitor.Grains;

/// <summary>Keeps the figures of a minute.</summary>
[ImplicitStreamSubscription(TargetStreams.Minute)]
public sealed class MinuteGrain(
    [PersistentState(StateNames.Minute, StateNames.Storage)] IPersistentState<StateRow> state,
    ISnapshotPublisher snapshots,
    TimeProvider time,
    ILogger<MinuteGrain> logger) : TargetGrain<MinuteTally>(state, snapshots, time, logger), IMinuteGrain;
