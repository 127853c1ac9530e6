using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Servers;
using RechargeMonitor.Snapshots.Redis;
using StackExchange.Redis;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests.Support;

/// <summary>A silo's end: a database and a publisher.</summary>
public sealed class SiloEnd(RedisConnection connection, RedisSnapshotPublisher publisher, ConcurrentDictionary<string, byte[]> rows) : IAsyncDisposable
{
    public RedisSnapshotPublisher Publisher => publisher;

    /// <summary>Stores and publishes, as a grain does.</summary>
    public void Store(string key, byte[] form)
    {
        rows[key] = form;
        publisher.Publish(key, form);
    }

    /// <summary>Deletes and says so, as a grain does.</summary>
    public void Delete(string key)
    {
        rows.TryRemove(key, out _);
        publisher.Remove(key);
    }

    public async ValueTask DisposeAsync()
    {
        await publisher.StopAsync(CancellationToken.None);
        publisher.Dispose();
        await connection.DisposeAsync();
    }
}

/// <summary>A reader's end: an api process.</summary>
public sealed class ApiEnd(RedisConnection connection, RedisFiguresReader reader, FiguresView view) : IAsyncDisposable
{
    public FiguresView View => view;

    public RedisFiguresReader Reader => reader;

    public async ValueTask DisposeAsync()
    {
        await reader.StopAsync(CancellationToken.None);
        reader.Dispose();
        await connection.DisposeAsync();
    }
}

/// <summary>A real Redis with two silos' publishers, which share a database, and a reader.</summary>
public sealed class RedisRig : ISnapshotRig
{
    private readonly List<IAsyncDisposable> ends = [];
    private int republished;

    private RedisRig(RedisServer server) => Server = server;

    public RedisServer Server { get; }

    /// <summary>The rows of the database.</summary>
    public ConcurrentDictionary<string, byte[]> Rows { get; } = new();

    /// <summary>How often everything was published from them.</summary>
    public int Republished => Volatile.Read(ref republished);

    /// <summary>What each row waits for before it is given.</summary>
    public Func<CancellationToken, Task>? BeforeRow { get; set; }

    /// <summary>What happens when everything was given, with what it was given to.</summary>
    public Action<Func<string, ReadOnlyMemory<byte>, CancellationToken, ValueTask>>? AfterRepublishing { get; set; }

    public ConcurrentQueue<string> Log { get; } = new();

    public SiloEnd Silo { get; private set; } = null!;

    public SiloEnd OtherSilo { get; private set; } = null!;

    public ApiEnd Api { get; private set; } = null!;

    public IReadOnlyList<ISnapshotPublisher> Publishers => [Silo.Publisher, OtherSilo.Publisher];

    public FiguresView View => Api.View;

    public static async Task<RedisRig> StartAsync(Action<RedisOptions>? configure = null, bool isCluster = false)
    {
        if (RedisServer.Missing is { } missing)
            Assert.Skip(missing);
        var rig = new RedisRig(await RedisServer.StartAsync(isCluster: isCluster));
        rig.Silo = rig.AddSilo(configure);
        rig.OtherSilo = rig.AddSilo(configure);
        rig.Api = rig.AddApi();
        await Until.TrueAsync(() => rig.Api.Reader.IsLoaded, "the reader has read everything once");
        return rig;
    }

    public SiloEnd AddSilo(Action<RedisOptions>? configure = null)
    {
        var options = Options(configure);
        var connection = new RedisConnection(options);
        var publisher = new RedisSnapshotPublisher(connection, options, Republish, TimeProvider.System, new ListLogger<RedisSnapshotPublisher>(Log));
        var silo = new SiloEnd(connection, publisher, Rows);
        ends.Add(silo);
        Assert.True(publisher.StartAsync(CancellationToken.None).IsCompleted);
        return silo;

        async Task Republish(Func<string, ReadOnlyMemory<byte>, CancellationToken, ValueTask> publish, DateTimeOffset? since, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref republished);
            foreach (var (key, form) in Rows)
            {
                await (BeforeRow?.Invoke(cancellationToken) ?? Task.CompletedTask);
                if (since is null || PublishedForm.Of(key, form).AsOf >= since)
                    await publish(key, form, cancellationToken);
            }

            AfterRepublishing?.Invoke(publish);
        }
    }

    public ApiEnd AddApi(int pageKeys = 1000)
    {
        var options = Options();
        var connection = new RedisConnection(options);
        var view = FiguresView.Following(TimeProvider.System);
        var reader = new RedisFiguresReader(connection, options, view, TimeProvider.System, new ListLogger<RedisFiguresReader>(Log)) { PageKeys = pageKeys };
        var api = new ApiEnd(connection, reader, view);
        ends.Add(api);
        Assert.True(reader.StartAsync(CancellationToken.None).IsCompleted);
        return api;
    }

    /// <summary>An operator's hands on the server.</summary>
    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{Server.Port},allowAdmin=true,connectTimeout=10000,asyncTimeout=10000");
        return await client.GetDatabase().ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (Server.Process.IsRunning)
            Server.Process.Thaw();
        foreach (var end in ends)
            await end.DisposeAsync();
        await Server.DisposeAsync();
    }

    private RedisOptions Options(Action<RedisOptions>? configure = null)
    {
        var options = new RedisOptions { Configuration = $"127.0.0.1:{Server.Port}", KeyPrefix = "test", StaleAfter = TimeSpan.FromSeconds(2) };
        configure?.Invoke(options);
        return options;
    }
}

/// <summary>Keeps what is logged.</summary>
public sealed class ListLogger<T>(ConcurrentQueue<string> log) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Enqueue($"{eventId.Id} {formatter(state, exception)}");
}
