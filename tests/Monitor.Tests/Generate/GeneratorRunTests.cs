using System.Text;
using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Monitor.Generate;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Generate;

public sealed class GeneratorRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WriteAll_SameOptions_SameBytes() => Assert.Equal(Generated(5_000), Generated(5_000));

    [Fact]
    public void WriteAll_Lines_WritesThatMany() => Assert.Equal(4_321, Generated(4_321).Count(octet => octet == 10));

    [Fact]
    public void WriteAll_Hosts_HaveTheLinesOfOneStream()
    {
        using (var files = new HostFiles(folder.Path, appends: false))
            new GeneratorRun(Generator(), files, 5_000).WriteAll(default);
        var paths = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(LogFiles.Paths.Count, paths.Length);
        Assert.Equal(
            Encoding.UTF8.GetString(Generated(5_000)).TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal),
            paths.SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void HostFiles_AFileExists_RefusesAndMakesNothing()
    {
        var path = folder.File(LogFiles.Paths[^1], [10]);
        Assert.StartsWith(path, Assert.Throws<FaultException>(() => new HostFiles(folder.Path, appends: false)).Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void HostFiles_Appends_AddsToWhatIsThere()
    {
        var path = folder.File(LogFiles.Paths[0], "first\n"u8.ToArray());
        using (var files = new HostFiles(folder.Path, appends: true))
            new GeneratorRun(Generator(), files, 5_000).WriteAll(default);
        var lines = File.ReadAllLines(path);
        Assert.Equal("first", lines[0]);
        Assert.True(lines.Length > 1, "no line was added");
    }

    [Fact]
    public async Task PaceAsync_Rate_TakesItsTimeInSmallBursts()
    {
        var time = new FakeTimeProvider();
        var begun = time.GetTimestamp();
        var target = new CountingTarget();
        var running = new GeneratorRun(Generator(), target, 2_000).PaceAsync(1_000, time, default);
        for (var tick = 0; tick < 10_000 && !running.IsCompleted; tick++)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(1);
        }

        await running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2_000, target.Lines);
        Assert.True(time.GetElapsedTime(begun) >= TimeSpan.FromSeconds(1.9), $"2,000 lines at 1,000/s took {time.GetElapsedTime(begun)}");
        Assert.InRange(target.LargestBurst, 1, 50);
    }

    [Fact]
    public async Task Generate_ReaderGoesAway_EndsQuietly()
    {
        using var process = Executable.Start("generate", "--lines", "100000000");
        await process.StandardOutput.ReadLineAsync();
        process.StandardOutput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal((0, ""), (process.ExitCode, await process.StandardError.ReadToEndAsync(limit.Token)));
    }

    [Fact]
    public async Task Generate_FullDisk_IsOneClearLine()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        var run = await Executable.RunAsync("generate", "--lines", "10000", "--out", "/dev/full", "--append");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("recharge-monitor: /dev/full: cannot be written", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    private static LineGenerator Generator() => new(new GeneratorOptions { OrdersPerDay = 2_000, Seed = 7 });

    private static byte[] Generated(long lines)
    {
        using var stream = new MemoryStream();
        using var target = new SingleTarget(stream);
        new GeneratorRun(Generator(), target, lines).WriteAll(default);
        return stream.ToArray();
    }

    private sealed class CountingTarget : ILineTarget
    {
        private readonly SingleTarget lines = new(Stream.Null);
        private int burst;

        public int Lines { get; private set; }

        public int LargestBurst { get; private set; }

        public void WriteNext(LineGenerator generator)
        {
            lines.WriteNext(generator);
            Lines++;
            burst++;
        }

        public void Flush()
        {
            LargestBurst = Math.Max(LargestBurst, burst);
            burst = 0;
        }

        public void Dispose() => lines.Dispose();
    }
}
