using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Registers what publishes to Redis or reads from it.</summary>
public static class RedisExtensions
{
    private const string ReadyTag = "ready";

    /// <summary>Publishes what grains make durable to Redis: registers <see cref="ISnapshotPublisher"/> and its health check.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="republish">Publishes what is stored.</param>
    public static IServiceCollection AddRedisPublisher(this IServiceCollection services, RedisOptions options, RepublishStored republish)
    {
        services.AddRedisConnection(options);
        services.AddSingleton(provider => new RedisSnapshotPublisher(
            provider.GetRequiredService<RedisConnection>(), options, republish,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisSnapshotPublisher>>()));
        services.AddSingleton<ISnapshotPublisher>(provider => provider.GetRequiredService<RedisSnapshotPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<RedisSnapshotPublisher>());
        services.AddHealthChecks().AddCheck<RedisPublisherCheck>("snapshots", tags: [ReadyTag]);
        return services;
    }

    /// <summary>Reads the figures from Redis: registers a <see cref="FiguresView"/> that follows it and its health check.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="areServed">Whether the process serves the figures, so that it is not ready without them.</param>
    public static IServiceCollection AddRedisFigures(this IServiceCollection services, RedisOptions options, bool areServed = true)
    {
        services.AddRedisConnection(options);
        services.AddSingleton(provider => FiguresView.Following(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RedisFiguresReader(
            provider.GetRequiredService<RedisConnection>(), options, provider.GetRequiredService<FiguresView>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisFiguresReader>>()));
        services.AddHostedService(provider => provider.GetRequiredService<RedisFiguresReader>());
        if (areServed)
            services.AddHealthChecks().AddCheck<RedisReaderCheck>("figures", tags: [ReadyTag]);
        return services;
    }

    private static void AddRedisConnection(this IServiceCollection services, RedisOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new RedisConnection(options));
    }
}
