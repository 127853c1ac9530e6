using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Reports;

namespace RechargeMonitor.Monitor.Tests.Audit;

/// <summary>Answers as a running monitor does, from a recount; what it answers can be changed.</summary>
internal sealed class FakeMonitor : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly Func<RecountReport> report;

    private FakeMonitor(Func<RecountReport> report)
    {
        this.report = report;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.Run(AnswerAsync);
    }

    /// <summary>Changes an answer before it goes out: path and query, then the body.</summary>
    public Func<string, string, string?> Change { get; set; } = (_, body) => body;

    public string Address => server.Urls.First();

    public static async Task<FakeMonitor> StartAsync(Func<RecountReport> report)
    {
        var monitor = new FakeMonitor(report);
        await monitor.server.StartAsync();
        return monitor;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var call = context.Request.Path.Value!["/api/v1/".Length..];
        var body = Body(call, context.Request.Query["day"].ToString(), context.Request.Query["by"].ToString());
        if (body is not null)
            body = Change(context.Request.Path + context.Request.QueryString, body);
        context.Response.StatusCode = body is null ? 404 : 200;
        await context.Response.WriteAsync(body ?? "{}");
    }

    private string? Body(string call, string dayName, string by)
    {
        var current = report();
        if (call == "audit")
            return Json(current.Audit.WriteTo);
        if (call == "days")
            return Json(json => WriteDays(json, current));
        var day = current.Days.FirstOrDefault(day => ChinaTime.Format(day.Day) == dayName);
        return day is null ? null : Json(json => WriteDay(json, call, day, by));
    }

    private static void WriteDays(Utf8JsonWriter json, RecountReport report)
    {
        json.WriteStartArray("days");
        foreach (var day in report.Days)
            json.WriteStringValue(ChinaTime.Format(day.Day));
        json.WriteEndArray();
        json.WriteStartArray("future");
        json.WriteEndArray();
    }

    private static void WriteDay(Utf8JsonWriter json, string call, DayTally day, string by)
    {
        json.WriteNumber("revision", Random.Shared.Next());
        json.WriteString("asOf", DateTimeOffset.UnixEpoch);
        var parts = call.Split('/');
        switch (parts)
        {
            case ["overview"]:
                FiguresJson.WriteOverview(json, day);
                break;
            case ["trend"] when by == "minute":
                FiguresJson.WriteMinutes(json, "points"u8, day, 0, DayTally.Minutes - 1);
                break;
            case ["trend"]:
                FiguresJson.WriteHours(json, "points"u8, day.Day, day.Hour);
                break;
            case ["provinces"]:
                FiguresJson.WriteProvinces(json, day);
                break;
            case ["provinces", var code]:
                var row = ProvinceRow.Of(day.Provinces).First(row => row.Code == code);
                FiguresJson.WriteProvince(json, row);
                FiguresJson.WriteHours(json, "hours"u8, day.Day, row.Tally.Hour);
                break;
            case ["interfaces"]:
                FiguresJson.WriteInterfaces(json, day);
                break;
            case ["interfaces", var name]:
                var service = Services.TryParse(name, out var known) ? known : throw new ArgumentException(name);
                FiguresJson.WriteInterface(json, service, day.National.Interface(service));
                FiguresJson.WriteInterfaceMinutes(json, day, service, 0, DayTally.Minutes - 1);
                break;
            default:
                FiguresJson.WriteBreakdown(json, "items"u8, parts[1] switch
                {
                    "gateway" => day.National.Gateways,
                    "channel" => day.National.Channels,
                    _ => day.National.Results,
                });
                break;
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
