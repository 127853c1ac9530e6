using Microsoft.Extensions.Logging.Abstractions;
using RechargeMonitor.Ingest.Sources.Spool;
using RechargeMonitor.Monitor.Serve;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>Standard input while the disk of its spool is full.</summary>
public sealed class StdinCopyTests
{
    private const int DiskMebibytes = 4;
    private const int InputBytes = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task RunAsync_DiskFullForAWhile_SpoolsEveryByteOnce()
    {
        await using var disk = await SmallDisk.MountAsync(DiskMebibytes);
        var (input, options, writer) = Open(disk);
        using var stop = new CancellationTokenSource();
        var copy = Copy(input, writer);
        disk.Fill();
        var running = copy.RunAsync(stop.Token);
        await WaitAsync("bytes that are not in the spool", () => copy.UnspooledBytes > 0);
        Assert.Contains($"{copy.UnspooledBytes} bytes", copy.Loss, StringComparison.Ordinal);

        disk.Free();
        await WaitAsync("the end of the input", () => copy.Loss is null);
        await stop.CancelAsync();
        await running;
        writer.Dispose();
        Assert.Equal([.. input, (byte)'\n'], Spooled(options.Folder));
    }

    [Fact]
    public async Task RunAsync_StoppedWhileTheDiskIsFull_NamesTheLossAndDisposesQuietly()
    {
        await using var disk = await SmallDisk.MountAsync(DiskMebibytes);
        var (input, options, writer) = Open(disk);
        using var stop = new CancellationTokenSource();
        var copy = Copy(input, writer);
        writer.Append("before\n"u8);
        disk.Fill();
        var running = copy.RunAsync(stop.Token);
        await WaitAsync("bytes that are not in the spool", () => copy.UnspooledBytes > 0);
        await stop.CancelAsync();
        await running;
        Assert.NotNull(copy.Loss);
        writer.Dispose();

        // Its lock is gone, so that the next start has it.
        disk.Free();
        using var again = new SpoolWriter(options, 0, NullLogger<SpoolWriter>.Instance);
    }

    private static (byte[] Input, SpoolOptions Options, SpoolWriter Writer) Open(SmallDisk disk)
    {
        var input = new byte[InputBytes];
        new Random(20170412).NextBytes(input);
        input[^1] = (byte)'x';
        var options = new SpoolOptions { Folder = Path.Combine(disk.Path, "stdin"), SegmentBytes = 100_000, BufferBytes = 30_000 };
        return (input, options, new SpoolWriter(options, 0, NullLogger<SpoolWriter>.Instance));
    }

    private static StdinCopy Copy(byte[] input, SpoolWriter writer) =>
        new(new MemoryStream(input), writer, TimeProvider.System, NullLogger<StdinCopy>.Instance);

    private static byte[] Spooled(string folder) =>
        [.. Directory.GetFiles(folder, "*.log").Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];

    private static async Task WaitAsync(string expected, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"expected {expected} within {Patience.TotalSeconds} s");
            await Task.Delay(10);
        }
    }
}
