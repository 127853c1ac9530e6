using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Tests.Alerts;

/// <summary>The figures of some minutes of 2017-04-12 in China, made call by call.</summary>
internal sealed class Day
{
    private readonly Dictionary<ChinaMinute, MinuteTally> minutes = [];

    public static ChinaMinute At(int minute) => ChinaMinute.Of(new DateOnly(2017, 4, 12), minute);

    public MinuteTally? Figures(ChinaMinute minute) => minutes.GetValueOrDefault(minute);

    /// <summary>Calls of a service that is no order.</summary>
    public Day Calls(int minute, int calls, int failed, Service service = Service.SendRechargeReq)
    {
        for (var call = 0; call < calls; call++)
        {
            Add(minute, new Notification
            {
                Service = service,
                InterfaceResult = call < failed ? "9999"u8 : "0000"u8,
                InterfaceFailed = call < failed,
                LatencyMs = Notification.NotMeasured,
            });
        }

        return this;
    }

    /// <summary>Orders of a province, whose interface calls succeed.</summary>
    public Day Orders(int minute, int orders, int failed, string province = "200", int durationMs = 30_000)
    {
        for (var order = 0; order < orders; order++)
        {
            Add(minute, new Notification
            {
                Service = Service.ReChargeNotifyReq,
                InterfaceResult = "0000"u8,
                Succeeded = order >= failed,
                Province = ProvinceCode.TryParse(province, out var code) ? code : throw new ArgumentException(province),
                DurationMs = durationMs,
                LatencyMs = Notification.NotMeasured,
            });
        }

        return this;
    }

    private void Add(int minute, in Notification notification)
    {
        if (!minutes.TryGetValue(At(minute), out var tally))
            minutes.Add(At(minute), tally = MinuteTally.Empty);
        tally.Add(notification);
    }
}
