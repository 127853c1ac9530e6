using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace RechargeMonitor.Silo;

/// <summary>Puts the grain dashboard into a silo.</summary>
public static class DashboardHosting
{
    // Its statistics walk over all grains: once a second would cost an idle monitor more than all else.
    private const int IntervalMs = 10_000;

    // Orleans' type that copies all of its instruments once a second for the dashboard's list of counters.
    private const string CounterCopy = "DashboardHost";

    /// <summary>
    /// The dashboard without its list of counters. There is no setting for that list, and copying it was a quarter of what an
    /// idle monitor cost. The page <c>/metrics</c> has the same counters where they are asked for.
    /// </summary>
    public static ISiloBuilder AddGrainDashboard(this ISiloBuilder silo)
    {
        var before = silo.Services.Count;
        silo.AddDashboard(dashboard => dashboard.CounterUpdateIntervalMs = IntervalMs);
        for (var index = before; index < silo.Services.Count; index++)
        {
            var service = silo.Services[index];
            if (service.ServiceType == typeof(ILifecycleParticipant<ISiloLifecycle>) && service.ImplementationFactory is { } create)
                silo.Services[index] = ServiceDescriptor.Singleton(services => WithoutCounters((ILifecycleParticipant<ISiloLifecycle>)create(services)));
        }

        return silo;
    }

    private static ILifecycleParticipant<ISiloLifecycle> WithoutCounters(ILifecycleParticipant<ISiloLifecycle> participant) =>
        participant.GetType().Name == CounterCopy ? new NoParticipant() : participant;

    private sealed class NoParticipant : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle observer)
        {
        }
    }
}
