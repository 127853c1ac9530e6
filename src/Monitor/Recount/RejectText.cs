using RechargeMonitor.Core.Lines;
using RechargeMonitor.Monitor.Commands;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>A rejected line as it is printed.</summary>
internal static class RejectText
{
    public static string Of(LogFile file, Reject reject) =>
        $"{file.Name}: at byte {reject.Offset}: {RejectReasons.Describe(reject.Reason)}: {PlainText.Of(reject.Text)}";
}
