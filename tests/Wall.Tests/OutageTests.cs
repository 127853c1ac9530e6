using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

public sealed class OutageTests(Chromium chromium)
{
    [Fact]
    public async Task Wall_ServerKilledAndBack_SaysThatItsFiguresAreOldAndRecovers()
    {
        await using var monitor = await ServedMonitor.StartAsync();
        await using var wall = await chromium.OpenAsync();
        await wall.OpenAsync($"{monitor.Address}/");
        await WallPage.UntilAsync("40", () => wall.TileAsync("total"), "the orders");

        await monitor.Process.KillAsync();
        await WallPage.UntilAsync("数据中断", () => wall.TextAsync(".feed"), "the feed's state");
        Assert.True(await wall.Page.Locator("#wall.stale").IsVisibleAsync(), "the wall does not look stale");
        Assert.Contains("旧数据", await wall.TextAsync(".notice"), StringComparison.Ordinal);
        Assert.Equal("40", await wall.TileAsync("total"));

        monitor.Append(ServedMonitor.Order(ServedMonitor.Today, "0932", "200"));
        await monitor.RestartAsync();
        await WallPage.UntilAsync("41", () => wall.TileAsync("total"), "the orders once the server is back");
        await WallPage.UntilAsync("实时", () => wall.TextAsync(".feed"), "the feed's state once the server is back");
        await WallPage.UntilAsync(0, () => wall.Page.Locator("#wall.stale").CountAsync(), "stale walls");
        Assert.False(await wall.Page.Locator(".notice").IsVisibleAsync(), "the notice stays");

        // What the browser says of the refused connections is all that it says.
        Assert.All(wall.Complaints, complaint => Assert.Contains("net::ERR_", complaint, StringComparison.Ordinal));
    }
}
