using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Lines;
using Xunit;

namespace RechargeMonitor.Core.Tests;

/// <summary>Numbers that are stored, or that change what is counted when it is counted again: they never change.</summary>
public sealed class StoredValuesTests
{
    [Fact]
    public void Service_Values_AreFrozen() =>
        AssertValues<Service>("MakeNewOrder=0 SendPayReq=1 PayNotifyReq=2 SendRechargeReq=3 ReChargeNotifyReq=4");

    [Fact]
    public void RejectReason_Values_AreFrozen() => AssertValues<RejectReason>(
        "None=0 TooLong=1 NotUtf8=2 NotAnObject=3 ServiceName=4 RequestId=5 BusinessResult=6 ProvinceCode=7 ChargeFee=8");

    [Fact]
    public void TargetKind_Values_AreFrozen() => AssertValues<TargetKind>("National=0 Province=1 Minute=2");

    [Fact]
    public void Describe_EveryReason_SaysSomethingOfItsOwn() =>
        Assert.Equal(Enum.GetValues<RejectReason>().Length, Enum.GetValues<RejectReason>().Select(RejectReasons.Describe).Distinct().Count());

    private static void AssertValues<T>(string expected)
        where T : struct, Enum =>
        Assert.Equal(expected, string.Join(' ', Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt32(value, null)}")));
}
