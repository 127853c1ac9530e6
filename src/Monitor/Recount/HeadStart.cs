using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Monitor.Recount;

/// <summary>
/// What counting and reporting have to load and compile at first, done on another core while the command line is read: an
/// order is counted, and its figures are written to nowhere.
/// </summary>
internal static class HeadStart
{
    // The second time, the parser finds what it learned from the first.
    private const int Times = 2;

    // The parser looks at more bytes than the line has.
    private const int RoomBytes = 256;

    private static ReadOnlySpan<byte> Order =>
        """{"bussinessRst":"0000","channelCode":"6900","chargefee":"5000","gateway_id":"WXPAY","interFacRst":"0000","provinceCode":"200","receiveNotifyTime":"20170412030043760","requestId":"20170412030008471","retMsg":"接口调用成功","serviceName":"reChargeNotifyReq"}"""u8;

    public static void Begin() => new Thread(Run) { IsBackground = true, Name = "head start" }.Start();

    private static void Run()
    {
        var run = new byte[Order.Length + 1 + RoomBytes];
        Order.CopyTo(run);
        run[Order.Length] = (byte)'\n';

        var parser = new NotificationParser();
        var books = new LineCounts();
        DayTally? day = null;
        for (var time = 0; time < Times; time++)
        {
            books.Add(parser.ParseFirst(run, out _, out _, out var notification, out _), notification.Service);
            day ??= new DayTally(notification.Day, isForAlerts: false);
            day.Add(notification);
        }

        JsonFormat.Write(Stream.Null, new RecountReport(new AuditReport([new SourceBooks("", 0, books)], Balanced: true), [day!]));
    }
}
