using System.CommandLine;
using System.Globalization;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>snapshots</c>: the copies of a cluster's figures in Redis.</summary>
internal static class SnapshotsCommand
{
    private const int DefaultWaitSeconds = 60;
    private const int MaxWaitSeconds = 86_400;

    private const string Description = """
        Have the figures in Redis made again from the database. Counting goes on; whoever reads keeps the last known figures,
        marked stale, until all are there again. Redis' own FLUSHALL does the same, but to everybody who shares the server.

        Settings come from the environment or from a file: Redis:Configuration names the servers, Redis:KeyPrefix the monitor,
        Redis:PasswordFile a file that holds the password.

        Examples:
          recharge-monitor snapshots rebuild --redis redis:6379
          recharge-monitor snapshots rebuild --config cluster.json --wait 600
        """;

    public static Command Create() => new("snapshots", Description) { CreateRebuild() };

    private static Command CreateRebuild()
    {
        var redis = new Option<string?>("--redis") { Description = "Where snapshots are kept (localhost:6379).", HelpName = "SERVERS" };
        var config = new Option<string?>("--config") { Description = "A JSON file of settings.", HelpName = "FILE" };
        var wait = new Option<int>("--wait")
        {
            Description = $"How many seconds to wait until a silo has published everything ({DefaultWaitSeconds}).",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => DefaultWaitSeconds,
        };
        wait.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxWaitSeconds)
                result.AddError($"--wait is {result.GetValueOrDefault<int>()}: expected 1 to {MaxWaitSeconds}");
        });
        var command = new Command("rebuild", "Drop what Redis holds of the monitor, and wait until a silo has published all of it again.") { redis, config, wait };
        command.SetAction((parsed, cancellation) =>
            RebuildAsync(parsed.GetValue(redis), parsed.GetValue(config), TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellation));
        return command;
    }

    private static async Task<int> RebuildAsync(string? redis, string? config, TimeSpan patience, CancellationToken cancellationToken)
    {
        var configuration = ToolSettings.Load(config);
        if (redis is not null)
            configuration[$"{RedisOptions.Section}:{nameof(RedisOptions.Configuration)}"] = redis;
        var settings = new Settings(configuration);
        var options = settings.Read(RedisOptions.Section, new RedisOptions(), new RedisOptionsValidator());
        settings.ThrowIfFaulty();
        await using var connection = new RedisConnection(options);
        var result = await new RedisRebuild(connection, TimeProvider.System).RunAsync(patience, cancellationToken);
        if (result.Fault is { } fault)
            throw new FaultException($"Redis at {connection.Servers} {fault}");
        if (result.Took is not { } took)
            throw new FaultException($"no silo has published the figures to Redis at {connection.Servers} within {patience.TotalSeconds} s: start one, it does so by itself");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Redis at {connection.Servers} has all figures again, after {took.TotalSeconds:0.0} s"));
        return ExitCode.Success;
    }
}
