using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

public sealed class LoginTests(Chromium chromium)
{
    [Fact]
    public async Task Wall_KeyGivenAndTakenAway_LeadsToTheLoginPageAndBack()
    {
        await using var monitor = await ServedMonitor.StartAsync(asksForKeys: true);
        await using var wall = await chromium.OpenAsync();
        var first = await monitor.AddKeyAsync("wall-1");
        var second = await monitor.AddKeyAsync("wall-2");
        await WallPage.UntilAsync(true, () => monitor.LetsInAsync(second), "the keys are let in");

        await wall.OpenAsync($"{monitor.Address}/?province=250");
        await LogInAsync(wall, first);
        await WallPage.UntilAsync("40", () => wall.TileAsync("total"), "the orders");
        Assert.EndsWith("/?province=250", wall.Page.Url, StringComparison.Ordinal);

        await monitor.RemoveKeyAsync("wall-1");
        await WallPage.UntilAsync(true, () => wall.Page.Locator("#key").IsVisibleAsync(), "the login page, once the key is taken away");
        await LogInAsync(wall, second);
        await WallPage.UntilAsync("40", () => wall.TileAsync("total"), "the orders with the other key");
        Assert.EndsWith("/?province=250", wall.Page.Url, StringComparison.Ordinal);
    }

    private static async Task LogInAsync(WallPage wall, string key)
    {
        await wall.Page.Locator("#key").FillAsync(key);
        await wall.Page.Locator("button").ClickAsync();
    }
}
