using System.Globalization;
using System.Text.Json.Nodes;
using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

/// <summary>The wall over a real monitor: its figures are those of REST, and it does what operators do with it.</summary>
public sealed class FiguresTests(Chromium chromium, SharedMonitor shared)
{
    // What a new line may take to the screen. A loaded machine holds up one or the other, so that one of several has to be in time.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private const int MaxLines = 5;

    [Fact]
    public async Task Wall_LiveDay_ShowsTheFiguresOfRestAndFollows()
    {
        await using var monitor = await ServedMonitor.StartAsync();
        await using var wall = await chromium.OpenAsync();
        await wall.OpenAsync($"{monitor.Address}/");

        await ExpectFiguresAsync(wall, await monitor.GetAsync("overview"));
        await WallPage.UntilAsync("实时", () => wall.TextAsync(".feed"), "the feed's state");
        await WallPage.UntilAsync("广东", () => wall.TextAsync(".ranks .name"), "the province that fails most");
        await WallPage.UntilAsync("10", () => wall.TextAsync(".ranks b"), "its failed orders");
        await WallPage.UntilAsync("账目平衡", () => wall.TextAsync(".books-chip"), "the books");
        await WallPage.UntilAsync("no JSON", () => wall.TextAsync(".rejects td.line"), "the rejected line");
        await WallPage.UntilAsync("WXPAY", () => wall.TextAsync(".breakdown tbody th"), "the gateway");

        var fastest = TimeSpan.MaxValue;
        for (var line = 1; line <= MaxLines && fastest >= Freshness; line++)
        {
            monitor.Append(ServedMonitor.Order(ServedMonitor.Today, "0931", "100", fails: true));
            var took = await WallPage.UntilAsync(Exact(40 + line), () => wall.TileAsync("total"), "the orders after one more");
            fastest = took < fastest ? took : fastest;
        }

        Assert.True(fastest < Freshness, $"new lines took {fastest} and longer to the screen");
        await ExpectFiguresAsync(wall, await monitor.GetAsync("overview"));
        await WallPage.UntilAsync("2", () => wall.Page.Locator(".ranks li").CountAsync().ContinueWith(count => count.Result.ToString(CultureInfo.InvariantCulture)), "the provinces");

        Assert.Empty(wall.Complaints);
        Assert.All(wall.Requests, request => Assert.StartsWith(monitor.Address, request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wall_DrillDownDayAndLanguage_ShowWhatIsChosenAndTheLinkRestoresIt()
    {
        var monitor = await shared.GetAsync();
        await using var wall = await chromium.OpenAsync();
        await wall.OpenAsync($"{monitor.Address}/");

        await wall.Page.SelectOptionAsync("#day", ServedMonitor.Yesterday);
        await ExpectFiguresAsync(wall, await monitor.GetAsync($"overview?day={ServedMonitor.Yesterday}"));
        var provinces = (await monitor.GetAsync($"provinces?day={ServedMonitor.Yesterday}"))["provinces"]!.AsArray();
        await WallPage.UntilAsync(provinces.Count, () => wall.Page.Locator(".ranks li").CountAsync(), "the provinces");

        await wall.Page.ClickAsync("header .tool:text-is('EN')");
        var first = provinces[0]!;
        await WallPage.UntilAsync(first["nameEn"]!.GetValue<string>(), () => wall.TextAsync(".ranks .name"), "the province that failed most");
        await wall.Page.ClickAsync(".ranks button");
        await WallPage.UntilAsync(first["nameEn"]!.GetValue<string>(), () => wall.TextAsync(".province-name"), "the province that is drilled down to");
        await WallPage.UntilAsync(first["total"]!.GetValue<long>().ToString("N0", CultureInfo.InvariantCulture), () => wall.TextAsync(".facts dd"), "its orders");
        await wall.Page.Locator(".province canvas").WaitForAsync();

        await using var other = await chromium.OpenAsync();
        await other.OpenAsync(wall.Page.Url);
        await WallPage.UntilAsync(await wall.TextAsync(".province-name"), () => other.TextAsync(".province-name"), "the province behind the link");
        await WallPage.UntilAsync(await wall.TileAsync("total"), () => other.TileAsync("total"), "the orders behind the link");

        await wall.Page.GoBackAsync();
        await wall.Page.Locator(".province").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
        Assert.Empty(wall.Complaints);
        Assert.Empty(other.Complaints);
    }

    [Fact]
    public async Task Wall_Replay_EndsWithTheWholeDaysFigures()
    {
        var monitor = await shared.GetAsync();
        await using var wall = await chromium.OpenAsync();
        await wall.OpenAsync($"{monitor.Address}/?day={ServedMonitor.Yesterday}&replay=60&at=1200");
        var morning = (await monitor.GetAsync($"trend?day={ServedMonitor.Yesterday}&to=1200"))["points"]!.AsArray().Sum(point => point!["total"]!.GetValue<long>());
        await WallPage.UntilAsync(Exact(morning), () => wall.TileAsync("total"), "the orders up to noon");

        await wall.Page.FillAsync(".replay input", "1439");
        var overview = await monitor.GetAsync($"overview?day={ServedMonitor.Yesterday}");
        await WallPage.UntilAsync(Exact(overview["orders"]!["total"]!.GetValue<long>()), () => wall.TileAsync("total"), "the orders of the whole day");
        var calls = (await monitor.GetAsync($"interfaces?day={ServedMonitor.Yesterday}"))["interfaces"]![0]!["calls"]!.GetValue<long>();
        await WallPage.UntilAsync(Exact(calls), () => wall.TextAsync("[data-service=makeNewOrder] td"), "the calls of the whole day");
        Assert.Empty(wall.Complaints);
    }

    private static async Task ExpectFiguresAsync(WallPage wall, JsonObject overview)
    {
        var orders = overview["orders"]!;
        foreach (var name in (string[])["total", "succeeded", "failed"])
            await WallPage.UntilAsync(Exact(orders[name]!.GetValue<long>()), () => wall.TileAsync(name), name);
        var yuan = orders["amountFen"]!.GetValue<long>() / 100m;
        await WallPage.UntilAsync(yuan.ToString("N2", CultureInfo.InvariantCulture), () => wall.TileAsync("amount"), "the amount");
        var average = overview["recharge"]!["averageMs"]!.GetValue<double>();
        await WallPage.UntilAsync($"{average.ToString("F1", CultureInfo.InvariantCulture)} ms", () => wall.TileAsync("average"), "the average");
    }

    private static string Exact(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
