using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using RechargeMonitor.Grains;

namespace RechargeMonitor.Silo.Tests.Upgrade;

/// <summary>
/// The state of a silo of a later version, whose forms have higher numbers and one field more: it reads the forms of this
/// version and of its own, and writes its own.
/// </summary>
internal sealed class NewerForms(IGrainStorage inner) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>What its forms' numbers are higher by.</summary>
    public const byte Later = 10;

    private const byte Field = 7;

    /// <summary>Makes a silo one of a later version.</summary>
    public static void AddTo(ISiloBuilder silo)
    {
        var storage = silo.Services.Last(service => service.IsKeyedService && service.ServiceType == typeof(IGrainStorage) && StateNames.Storage.Equals(service.ServiceKey));
        silo.Services.AddKeyedSingleton<IGrainStorage>(
            StateNames.Storage, (services, key) => new NewerForms((IGrainStorage)storage.KeyedImplementationFactory!(services, key)));
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await inner.ReadStateAsync(stateName, grainId, grainState);
        if (grainState.RecordExists && grainState.State is StateRow row && row.Form[0] > Later)
            grainState.State = (T)(object)new StateRow { Form = [(byte)(row.Form[0] - Later), .. row.Form[1..^1]] };
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = (StateRow)(object)grainState.State!;
        grainState.State = (T)(object)new StateRow { Form = [(byte)(written.Form[0] + Later), .. written.Form[1..], Field] };
        try
        {
            await inner.WriteStateAsync(stateName, grainId, grainState);
        }
        finally
        {
            grainState.State = (T)(object)written;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);

    public void Participate(ISiloLifecycle lifecycle) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);
}
