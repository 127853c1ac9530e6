using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class ProvinceNamesTests
{
    [Fact]
    public void Codes_All_AreThe31OfTheTable()
    {
        Assert.Equal(31, ProvinceNames.Codes.Count);
        Assert.Equal(31, ProvinceNames.Codes.Select(code => ProvinceNames.Of(code)!.Value.Name).Distinct().Count());
        Assert.Equal(("内蒙古", "Inner Mongolia"), ProvinceNames.Of("471"));
        Assert.Null(ProvinceNames.Of("0200"));
    }
}
