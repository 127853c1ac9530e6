using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Servers;
using RechargeMonitor.Snapshots.Tests.Support;
using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

/// <summary>The wall of the role <c>api</c>, whose figures come from Redis.</summary>
public sealed class RedisTests(Chromium chromium)
{
    [Fact]
    public async Task Wall_OfAnApiProcess_FollowsRedisAndSaysWhenItIsAway()
    {
        await using var wall = await chromium.OpenAsync();
        await using var rig = await RedisRig.StartAsync();
        Store(rig, 3, 1);
        var address = $"http://127.0.0.1:{ServerProcess.FreePort()}";
        await using var api = new ServerProcess(
            "api", "dotnet", [Path.Combine(AppContext.BaseDirectory, "recharge-monitor.dll"), "api", "--url", address, "--redis", $"127.0.0.1:{rig.Server.Port}"],
            new Dictionary<string, string> { ["Redis__KeyPrefix"] = "test" });
        using var http = new HttpClient();
        await api.StartAsync(async () => (await http.GetAsync(new Uri($"{address}/readyz"))).IsSuccessStatusCode);

        await wall.OpenAsync($"{address}/?lang=en");
        await WallPage.UntilAsync("3", () => wall.TileAsync("total"), "the orders");
        await WallPage.UntilAsync("Guangdong", () => wall.TextAsync(".ranks .name"), "the province");
        Store(rig, 8, 2);
        await WallPage.UntilAsync("8", () => wall.TileAsync("total"), "the orders after a change");

        await rig.Server.Process.KillAsync();
        await WallPage.UntilAsync("Store away", () => wall.TextAsync(".feed"), "the feed's state without Redis");
        Assert.Equal("8", await wall.TileAsync("total"));
        await rig.Server.RestartAsync(withData: true);
        await WallPage.UntilAsync(0, () => wall.Page.Locator("#wall.stale").CountAsync(), "stale walls once Redis is back");
        Assert.Empty(wall.Complaints);
    }

    private static void Store(RedisRig rig, int orders, int revision)
    {
        var province = TargetId.Province(SampleForms.Day, ProvinceTable.All[1].Code).ToString();
        foreach (var key in (string[])[SampleForms.Minute(100), province, SampleForms.National()])
            rig.Silo.Store(key, SampleForms.Of(key, orders, revision));
    }
}
