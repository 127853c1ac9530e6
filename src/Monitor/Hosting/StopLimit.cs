using Microsoft.Extensions.Diagnostics.HealthChecks;
using RechargeMonitor.Monitor.Commands;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>
/// Ends the process when its orderly stop takes too long, as that of a silo does whose database is away: it would go on
/// asking for its row in the table of silos. What runs the process would kill it without a word.
/// </summary>
internal sealed class StopLimit(IHostApplicationLifetime lifetime, HealthCheckService checks, TimeProvider time) : IHostedService
{
    // Longer than the host's own patience, and than a last checkpoint with it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _ = Task.Run(EndAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndAsync()
    {
        await Task.Delay(Limit, time);
        await Console.Error.WriteLineAsync(
            $"recharge-monitor: it could not stop in an orderly way within {Limit.TotalSeconds} s and has ended ({await MissingAsync()}); nothing is lost: what was not stored is read again");
        Environment.Exit(ExitCode.Failure);
    }

    /// <summary>What the process's own checks say is away.</summary>
    private async Task<string> MissingAsync()
    {
        try
        {
            var report = await checks.CheckHealthAsync(CancellationToken.None).WaitAsync(CheckLimit, time);
            var faults = report.Entries.Values.Where(check => check.Status != HealthStatus.Healthy).Select(check => check.Description).ToArray();
            return faults.Length == 0 ? "nothing that it needs is known to be away" : string.Join("; ", faults);
        }
        catch (TimeoutException)
        {
            return "what is away could not be found out";
        }
    }
}
