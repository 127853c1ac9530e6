namespace RechargeMonitor.Monitor;

/// <summary>
/// Something that an operator can mend. The message names the place and what to do; it is all that is printed.
/// </summary>
internal sealed class FaultException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code of the command that meets it.</summary>
    public int ExitCode { get; init; } = Commands.ExitCode.Failure;
}
