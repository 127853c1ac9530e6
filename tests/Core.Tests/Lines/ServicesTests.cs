using System.Text;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests.Lines;

public sealed class ServicesTests
{
    public static TheoryData<Service> All => [.. Enum.GetValues<Service>()];

    [Theory]
    [MemberData(nameof(All))]
    public void TryParse_NameInAnyCase_FindsTheService(Service service)
    {
        foreach (var name in new[] { Services.Name(service), Services.Name(service).ToUpperInvariant(), Services.Name(service).ToLowerInvariant() })
        {
            Assert.True(Services.TryParse(Encoding.UTF8.GetBytes(name), out var fromBytes));
            Assert.True(Services.TryParse(name, out var fromText));
            Assert.Equal((service, service), (fromBytes, fromText));
        }
    }

    // The Kelvin sign and the long s are K and S without case in Unicode, but not in ASCII.
    [Theory]
    [InlineData("")]
    [InlineData("queryOrder")]
    [InlineData("ma\u212AeNewOrder")]
    [InlineData("\u017FendPayReq")]
    [InlineData("sendPayReq ")]
    [InlineData("sendPayRe\u0051\0")]
    public void TryParse_OtherName_FindsNothing(string name)
    {
        Assert.False(Services.TryParse(Encoding.UTF8.GetBytes(name), out _));
        Assert.False(Services.TryParse(name, out _));
    }
}
