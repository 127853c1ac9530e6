using System.Runtime.InteropServices;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>
/// Keeps what the process makes to its user: the database says what a company earns, and the spool of standard input holds
/// lines as they came, with customers' numbers. The libraries that make files are many, so it is said to the system once.
/// </summary>
internal static class OwnFiles
{
    private const uint NothingForOthers = 0x3F; // 077

    /// <summary>From now on new files and folders have no rights for the group and others.</summary>
    public static void KeepPrivate()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetMask(NothingForOthers);
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetMask(uint mask);
}
