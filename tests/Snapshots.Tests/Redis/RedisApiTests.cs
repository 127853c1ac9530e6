using System.Net;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Snapshots.Tests.Support;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests.Redis;

/// <summary>Several api processes over one Redis.</summary>
public sealed class RedisApiTests
{
    private static readonly string[] Paths =
    [
        "/api/v1/days", "/api/v1/overview", "/api/v1/overview?day=20170411", "/api/v1/trend", "/api/v1/provinces", "/api/v1/interfaces",
        "/api/v1/breakdowns/gateway", "/api/v1/audit", "/api/v1/rejects", "/api/v1/alerts",
    ];

    [Fact]
    public async Task Get_OneFollowedAndOneStartedLater_AnswersAndTagsAreEqual()
    {
        await using var rig = await RedisRig.StartAsync();
        await using var first = await ApiProcess.StartAsync(rig.Server.Port);
        for (var round = 1; round <= 4; round++)
        {
            Store(rig, round);
            await Until.EqualAsync(round * 3L, () => first.View.Orders(), $"the figures of round {round}");
        }

        rig.Silo.Delete(SampleForms.Minute(1500));
        await Until.EqualAsync(0, () => first.View.OrdersOfMinute(1500), "the removal");
        SiloEnd[] silos = [rig.Silo, rig.OtherSilo];
        await Until.TrueAsync(() => silos.All(silo => silo.Publisher.Lag == TimeSpan.Zero), "all is written");
        await Until.EqualAsync(silos.Max(silo => silo.Publisher.Sequence), () => first.View.Revision, "the revision of the first process");
        await using var second = await ApiProcess.StartAsync(rig.Server.Port);
        await Until.EqualAsync(first.View.Revision, () => second.View.Revision, "the revision of the second process");

        foreach (var path in Paths)
        {
            var expected = await first.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, expected.Status);
            Assert.NotNull(expected.Tag);
            Assert.Equal(expected, await second.GetAsync(path));
        }
    }

    [Fact]
    public async Task Readyz_FromBeforeTheFirstFiguresToAnOutage_SaysWhatIs()
    {
        await using var rig = await RedisRig.StartAsync();
        Store(rig, 1);
        await Until.EqualAsync(3, () => rig.View.Orders(), "the figures");
        await rig.Server.Process.KillAsync();

        await using var api = await ApiProcess.StartAsync(rig.Server.Port);
        await Until.TrueAsync(() => Readyz(api).Body.Contains("cannot be reached", StringComparison.Ordinal), "readyz says that there is no Redis");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, Readyz(api).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/healthz")).Status);

        await rig.Server.RestartAsync(withData: true);
        await Until.EqualAsync("""{"status":"ready"}""", () => Readyz(api).Body, "readyz");
        var fresh = await api.GetAsync("/api/v1/overview");
        Assert.DoesNotContain("stale", fresh.Body, StringComparison.Ordinal);

        await rig.Server.Process.KillAsync();
        await Until.TrueAsync(() => Readyz(api).Body.Contains("\"degraded\"", StringComparison.Ordinal), "readyz is degraded");
        Assert.Equal(HttpStatusCode.OK, Readyz(api).Status);
        var stale = await api.GetAsync("/api/v1/overview");
        Assert.Equal(fresh.Body, stale.Body.Replace(",\"stale\":true", "", StringComparison.Ordinal));
        Assert.NotEqual(fresh.Body, stale.Body);
        Assert.NotEqual(fresh.Tag, stale.Tag);

        await rig.Server.RestartAsync(withData: true);
        await Until.EqualAsync(fresh, () => api.GetAsync("/api/v1/overview").GetAwaiter().GetResult(), "the answer once Redis is back");
    }

    private static (HttpStatusCode Status, string Body, string? Tag) Readyz(ApiProcess api) => api.GetAsync("/readyz").GetAwaiter().GetResult();

    private static void Store(RedisRig rig, int round)
    {
        var province = TargetId.Province(SampleForms.Day, ProvinceCode.TryParse("200", out var code) ? code : default).ToString();
        rig.Silo.Store(SampleForms.Minute(100 + round), SampleForms.Of(SampleForms.Minute(100 + round), 3));
        rig.Silo.Store(SampleForms.Minute(1500), SampleForms.Of(SampleForms.Minute(1500), round, round));
        rig.OtherSilo.Store(SampleForms.National(1), SampleForms.Of(SampleForms.National(1), round, round));
        rig.OtherSilo.Store(province, SampleForms.Of(province, round * 3, round));
        rig.Silo.Store(PartitionKeys.Source("a"), SampleForms.Ledger("a", round));
        rig.Silo.Store(PartitionKeys.Rejects("a"), SampleForms.Rejects(round));
        rig.Silo.Store(SampleForms.National(), SampleForms.Of(SampleForms.National(), round * 3, round));
    }
}
