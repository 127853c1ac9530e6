namespace RechargeMonitor.Silo.Clustering;

/// <summary>
/// Ends the process of a silo that may not go on, above all of one that the others declared dead while it stood still: its
/// grains live elsewhere by now. Orleans itself would abort with a page of stack; here the last line says why, and whatever
/// runs the process sees a failure and starts it again. What was not stored is read again.
/// </summary>
/// <param name="end">What ends the process; without it the reason is written to standard error and the process ends.</param>
internal sealed class SiloEnd(Action<string>? end) : IFatalErrorHandler
{
    /// <summary>EX_TEMPFAIL of sysexits.h: starting it again is the mend.</summary>
    public const int ExitCode = 75;

    private readonly Action<string> end = end ?? EndProcess;
    private int ended;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        // Several parts of the silo may find out at the same time; the first has the reason.
        if (Interlocked.Exchange(ref ended, 1) == 0)
            end(Reason(context, exception));
    }

    private static string Reason(string? context, Exception? exception)
    {
        var words = string.Join(' ', new[] { context, exception?.Message }.Where(text => !string.IsNullOrWhiteSpace(text)));
        return $"the silo cannot go on and has ended ({string.Join(' ', words.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))}); "
            + "nothing is lost: start it again";
    }

    private static void EndProcess(string reason)
    {
        Console.Error.WriteLine($"recharge-monitor: {reason}");

        // The host's orderly stop would go on working for a while on what belongs to others now.
        Environment.Exit(ExitCode);
    }
}
