using System.Globalization;

namespace RechargeMonitor.Ingest.Generator;

/// <summary>
/// The 43 logs of the 23 hosts: 11 hosts of the web shop and 8 of the mobile shop write the first two steps, one
/// process each; 4 notification hosts write the others, two processes for each step.
/// </summary>
public static class LogFiles
{
    internal const int PcHosts = 11;
    internal const int MobileHosts = 8;
    internal const int NotifyHosts = 4;

    private const int ProcessesPerStep = 2;
    private const int ProcessesPerNotifyHost = 3 * ProcessesPerStep;
    private const int FirstNotify = PcHosts + MobileHosts;

    private static readonly string[] All = MakePaths();

    /// <summary>Relative paths with forward slashes, such as <c>pc-01/order.log</c> and <c>notify-2/recharge-notify-1.log</c>.</summary>
    public static IReadOnlyList<string> Paths { get; } = Array.AsReadOnly(All);

    /// <summary>The log of one of a notification host's processes, both counted from 0.</summary>
    internal static int NotifyIndex(OrderStep step, int host, int process) =>
        FirstNotify + (host * ProcessesPerNotifyHost) + (((int)step - (int)OrderStep.PayNotifyReq) * ProcessesPerStep) + process;

    /// <summary>The address of the host that writes a log.</summary>
    internal static string Address(int index) => index switch
    {
        < PcHosts => Text($"10.255.252.{index + 11}"),
        < FirstNotify => Text($"10.255.253.{index - PcHosts + 11}"),
        _ => Text($"10.255.254.{((index - FirstNotify) / ProcessesPerNotifyHost) + 11}"),
    };

    /// <summary>The port of the process that writes a log.</summary>
    internal static string Port(int index) =>
        index < FirstNotify ? "8080" : Text($"{8711 + ((index - FirstNotify) % ProcessesPerNotifyHost)}");

    private static string[] MakePaths()
    {
        string[] processes = ["payment-notify", "recharge-request", "recharge-notify"];
        var paths = new List<string>();
        for (var host = 1; host <= PcHosts; host++)
            paths.Add(Text($"pc-{host:00}/order.log"));
        for (var host = 1; host <= MobileHosts; host++)
            paths.Add(Text($"mobile-{host:00}/order.log"));
        for (var host = 1; host <= NotifyHosts; host++)
        {
            foreach (var process in processes)
            {
                for (var number = 1; number <= ProcessesPerStep; number++)
                    paths.Add(Text($"notify-{host}/{process}-{number}.log"));
            }
        }

        return [.. paths];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
