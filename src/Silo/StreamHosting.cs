using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Configuration;
using Orleans.Streams;
using RechargeMonitor.Contracts;
using RechargeMonitor.Silo.Streams;

namespace RechargeMonitor.Silo;

/// <summary>The streams that carry notifications: the same on silos, which read them, and on clients, which write them.</summary>
public static class StreamHosting
{
    private static readonly string[] Providers = [TargetStreams.DayProvider, TargetStreams.MinuteProvider];

    /// <summary>The streams of a silo.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="queues">
    /// In how many queues each kind of stream goes. Every silo reads some of them, so a cluster needs several of each; all of
    /// its silos and clients must have the same number.
    /// </param>
    public static ISiloBuilder AddMonitorStreams(this ISiloBuilder silo, int queues)
    {
        // An event waits for this on average half as long; each queue costs one small call a period when idle.
        return silo.AddStreams(queues, TimeSpan.FromMilliseconds(100));
    }

    /// <summary>The streams of the only silo there is, to which nobody outside its process writes.</summary>
    public static ISiloBuilder AddLocalStreams(this ISiloBuilder silo)
    {
        // Events wake their reader. Only what it could not read at once, as while a stream is new to it, waits for this.
        silo.AddStreams(queues: 1, TimeSpan.FromMilliseconds(10));
        foreach (var provider in Providers)
        {
            silo.Services.AddKeyedSingleton<IQueueAdapterFactory>(provider, static (services, name) => new LocalQueues(
                MemoryAdapterFactory<DefaultMemoryMessageBodySerializer>.Create(services, (string)name!), services.GetRequiredService<TimeProvider>()));
        }

        return silo;
    }

    /// <summary>The streams of a client, with the silos' number of queues.</summary>
    public static IClientBuilder AddMonitorStreams(this IClientBuilder client, int queues)
    {
        client.Services.AddSegments();
        foreach (var provider in Providers)
        {
            client.AddMemoryStreams(provider, streams =>
            {
                streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                streams.ConfigurePartitioning(queues);
            });
        }

        return client;
    }

    private static ISiloBuilder AddStreams(this ISiloBuilder silo, int queues, TimeSpan period)
    {
        silo.Services.AddSegments();
        foreach (var provider in Providers)
        {
            silo.AddMemoryStreams(provider, streams =>
            {
                streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                streams.ConfigurePartitioning(queues);
                streams.ConfigurePullingAgent(agent => agent.Configure(options =>
                {
                    options.GetQueueMsgsTimerPeriod = period;
                    options.BatchContainerBatchSize = 8;
                }));

                // Events stay in memory until they are this old, read or not: at full speed each second costs some 15 MB. Only
                // those of a target that is busy with its write for longer are sent again.
                streams.Configure<StreamCacheEvictionOptions>(cache => cache.Configure(options =>
                {
                    options.DataMinTimeInCache = TimeSpan.FromSeconds(1);
                    options.DataMaxAgeInCache = TimeSpan.FromSeconds(2);
                    options.MetadataMinTimeInCache = TimeSpan.FromMinutes(1);
                }));
            });
        }

        return silo;
    }

    /// <summary>Has the bytes of events written, read and copied in one piece.</summary>
    internal static void AddSegments(this IServiceCollection services)
    {
        services.PostConfigure<TypeManifestOptions>(types =>
        {
            types.Serializers.Remove(typeof(ArraySegmentCodec<>));
            types.Serializers.Add(typeof(SegmentCodec<>));
            types.Copiers.Remove(typeof(ArraySegmentCopier<>));
            types.Copiers.Add(typeof(SegmentCopier<>));
        });
    }
}
