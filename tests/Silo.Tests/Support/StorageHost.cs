using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;
using Orleans.Storage;
using RechargeMonitor.Grains;
using ClusterOptions = Orleans.Configuration.ClusterOptions;

namespace RechargeMonitor.Silo.Tests.Support;

/// <summary>The grain storage that a silo would have, without the silo.</summary>
internal sealed class StorageHost : ISiloBuilder, IAsyncDisposable
{
    private readonly Action? atEnd;
    private ServiceProvider? provider;

    private StorageHost(Action? atEnd) => this.atEnd = atEnd;

    public IServiceCollection Services { get; } = new ServiceCollection();

    public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();

    public IGrainStorage Storage => provider!.GetRequiredKeyedService<IGrainStorage>(StateNames.Storage);

    public static async Task<StorageHost> StartAsync(Action<ISiloBuilder> configure, Action? atEnd = null)
    {
        var host = new StorageHost(atEnd);
        host.Services.AddLogging().AddSerializer().AddSingleton(TimeProvider.System);
        host.Services.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("test", SiloHosting.ServiceId));
        configure(host);
        host.provider = host.Services.BuildServiceProvider();
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        ((ILifecycleParticipant<ISiloLifecycle>)host.Storage).Participate(lifecycle);
        await lifecycle.OnStart(CancellationToken.None);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        if (provider is not null)
            await provider.DisposeAsync();
        atEnd?.Invoke();
    }
}
