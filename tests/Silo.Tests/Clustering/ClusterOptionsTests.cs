using RechargeMonitor.Silo.Clustering;
using Xunit;

namespace RechargeMonitor.Silo.Tests.Clustering;

public sealed class ClusterOptionsTests
{
    [Fact]
    public void Validate_Defaults_Valid() => Assert.True(new ClusterOptionsValidator().Validate(null, new ClusterOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_AllSaidAtOnce()
    {
        var result = new ClusterOptionsValidator().Validate(null, new ClusterOptions
        {
            Id = " ",
            SiloPort = 70000,
            GatewayPort = 0,
            AdvertisedAddress = "silo-0",
            ProbeTimeout = TimeSpan.Zero,
            MissedProbes = 0,
            TableRefreshPeriod = TimeSpan.Zero,
            HeartbeatPeriod = TimeSpan.Zero,
            GatewayListRefreshPeriod = TimeSpan.Zero,
            ResponseTimeout = TimeSpan.FromHours(1),
            Queues = 0,
        });

        Assert.Equal(
            ["Id", "SiloPort", "GatewayPort", "AdvertisedAddress", "ProbeTimeout", "MissedProbes", "TableRefreshPeriod", "HeartbeatPeriod", "GatewayListRefreshPeriod", "ResponseTimeout", "Queues"],
            result.Failures!.Select(fault => fault.Split(' ')[0]["Cluster:".Length..]));
    }
}
