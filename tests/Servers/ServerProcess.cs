using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RechargeMonitor.Servers;

/// <summary>
/// A real server of a test: a process of its own on loopback ports, with its files in a temporary folder. It can be killed,
/// frozen and started again on its data; at the end it is stopped and its folder removed.
/// </summary>
/// <param name="name">What failures call it.</param>
/// <param name="file">The program.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="environment">Variables that it gets beside the test's.</param>
public sealed class ServerProcess(
    string name, string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null) : IAsyncDisposable
{
    private const int TailLines = 60;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly Queue<string> tail = new();
    private Process? process;

    /// <summary>The process's number; it must be running.</summary>
    public int Id => Running().Id;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => process is { HasExited: false };

    /// <summary>How long cores have worked for it.</summary>
    public TimeSpan ProcessorTime => Running().TotalProcessorTime;

    /// <summary>How much memory it holds.</summary>
    public long ResidentBytes
    {
        get
        {
            var running = Running();
            running.Refresh();
            return running.WorkingSet64;
        }
    }

    /// <summary>Its standard input.</summary>
    public Stream Input => Running().StandardInput.BaseStream;

    /// <summary>The last lines that it wrote.</summary>
    public string Tail
    {
        get
        {
            lock (gate)
                return string.Join(Environment.NewLine, tail);
        }
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts the process and waits until it answers.</summary>
    /// <param name="isReady">Asks the server; may throw while it starts.</param>
    public async Task StartAsync(Func<Task<bool>> isReady)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitAsync(isReady);
    }

    /// <summary>Ends it without a warning, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (!IsRunning)
            return;
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits until it has. Returns its exit code.</summary>
    public Task<int> StopAsync() => EndAsync(SignalTerminate);

    /// <summary>Asks it to end as Ctrl-C does, and waits until it has. Returns its exit code.</summary>
    public Task<int> InterruptAsync() => EndAsync(SignalInterrupt);

    /// <summary>Waits until it has ended by itself. Returns its exit code.</summary>
    public Task<int> ExitAsync() => WaitForExitAsync(ExitLimit);

    /// <summary>Takes its cores away, as a stopped virtual machine does.</summary>
    public void Freeze() => Signal(SignalStop);

    /// <summary>Gives its cores back.</summary>
    public void Thaw() => Signal(SignalContinue);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            Thaw();
            await KillAsync();
        }

        process?.Dispose();
    }

    private async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        if (process is null)
            throw new InvalidOperationException($"{name} was not started");
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{name} did not end within {patience.TotalSeconds} s:{Environment.NewLine}{Tail}"));
        }

        return process.ExitCode;
    }

    private async Task<int> EndAsync(int signal)
    {
        if (process is null)
            return 0;
        if (!process.HasExited)
            Signal(signal);
        return await WaitForExitAsync(StopLimit);
    }

    private async Task WaitAsync(Func<Task<bool>> isReady)
    {
        using var limit = new CancellationTokenSource(StartLimit);
        Exception? last = null;
        while (!limit.IsCancellationRequested)
        {
            if (!IsRunning)
                throw new InvalidOperationException($"{name} ended at its start:{Environment.NewLine}{Tail}");
            try
            {
                if (await isReady())
                    return;
            }
            catch (Exception exception)
            {
                last = exception;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new TimeoutException($"{name} did not answer within {StartLimit.TotalSeconds} s: {last?.Message}{Environment.NewLine}{Tail}");
    }

    private void Keep(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is not { } line)
            return;
        lock (gate)
        {
            tail.Enqueue(line);
            if (tail.Count > TailLines)
                tail.Dequeue();
        }
    }

    private Process Running() => IsRunning ? process! : throw new InvalidOperationException($"{name} does not run:{Environment.NewLine}{Tail}");

    private void Signal(int signal)
    {
        if (Kill(Running().Id, signal) != 0)
            throw new InvalidOperationException($"signal {signal} did not reach {name}: error {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
