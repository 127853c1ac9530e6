namespace RechargeMonitor.Monitor.Commands;

/// <summary>How a command ended, as scripts see it.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>It could not do its work; for <c>audit</c>: there are differences; for <c>alerts test</c>: alerts would have opened.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary><c>audit</c> could not compare.</summary>
    public const int NotCompared = 2;

    /// <summary><c>alerts test</c> could not judge.</summary>
    public const int NotJudged = 2;

    /// <summary>Stopped by Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;
}
