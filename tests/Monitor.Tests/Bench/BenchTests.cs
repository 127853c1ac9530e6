using System.Diagnostics;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Bench;

/// <summary>Takes every measurement of the benchmarks with tiny input, so that they work when figures are wanted.</summary>
public sealed class BenchTests
{
    private const int SkippedExitCode = 77;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("recount")]
    [InlineData("variants")]
    [InlineData("memory")]
    [InlineData("micro")]
    [InlineData("backlog")]
    [InlineData("scattered")]
    [InlineData("live")]
    [InlineData("rest")]
    [InlineData("idle")]
    [InlineData("cluster")]
    public async Task Run_Smoke_ReportsTheMeasurement(string measurement)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the benchmarks read /proc, which only Linux has");
        Assert.SkipUnless(IsInstalled("node"), "the benchmarks need Node.js, which is not installed");

        var (exitCode, output, error) = await RunAsync(measurement, "--smoke", "--monitor", Path.Combine(AppContext.BaseDirectory, "recharge-monitor"));

        Assert.SkipWhen(exitCode == SkippedExitCode, error.TrimEnd().Split('\n')[^1]);
        Assert.True(exitCode == 0, $"bench/run.sh {measurement} --smoke ended with {exitCode}:{Environment.NewLine}{error}");
        Assert.Contains($"**{measurement}**", output, StringComparison.Ordinal);
        Assert.Contains("| figure | runs |", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryFolder(), "bench", "run.sh"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Orleans.sln");
    }
}
