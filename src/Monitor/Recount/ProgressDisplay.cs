using System.Globalization;
using RechargeMonitor.Monitor.Commands;
using Spectre.Console;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>Runs a recount and shows on a terminal how far it is; a redirected standard error stays empty.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static RecountResult Show(Recounter recounter, IReadOnlyList<LogFile> files, CancellationToken cancellationToken) =>
        Console.IsErrorRedirected ? recounter.Run(cancellationToken) : ShowOnTerminal(recounter, files, cancellationToken);

    private static RecountResult ShowOnTerminal(Recounter recounter, IReadOnlyList<LogFile> files, CancellationToken cancellationToken)
    {
        var totalBytes = files.Sum(file => file.LengthBytes);
        var progress = TerminalConsole.Of(Console.Error, isRedirected: false).Progress().AutoClear(true).Columns(
            new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TaskDescriptionColumn(), new RemainingTimeColumn());
        return progress.Start(context =>
        {
            var task = context.AddTask("counting", maxValue: Math.Max(1, totalBytes));
            task.IsIndeterminate = totalBytes == 0;
            using var timer = new Timer(_ => Update(task, recounter.Progress), null, Interval, Interval);
            return recounter.Run(cancellationToken);
        });
    }

    private static void Update(ProgressTask task, RecountProgress progress)
    {
        task.Value = progress.Bytes;
        var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        if (seconds > 0)
            task.Description = string.Create(CultureInfo.InvariantCulture, $"{progress.Lines:N0} lines, {progress.Lines / seconds:N0} lines/s");
    }
}
