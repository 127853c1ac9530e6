using System.Runtime.InteropServices;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>
/// Ctrl-C and SIGTERM as a token, for a command that works on the thread that called it: System.CommandLine gives a token
/// only to asynchronous ones, whose state machines have to be compiled at each start.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] signals;

    public Interruption() => signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel)];

    /// <summary>Cancelled by the first signal; the command ends by itself.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = true;
        source.Cancel();
    }
}
