using CsCheck;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Provinces;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class TargetIdTests
{
    private static readonly Gen<DateOnly> Day = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly Gen<TargetId> Any = Gen.OneOf(
        Gen.Select(Day, Gen.Int[0, int.MaxValue]).Select((day, shard) => TargetId.National(day, shard)),
        Gen.Select(Day, Gen.Int[0, 1439], Gen.Int[0, 100]).Select((day, minute, shard) => TargetId.Minute(day, minute, shard)),
        Gen.Select(Day, Gen.Int[0, ProvinceTable.All.Count - 1]).Select((day, index) => TargetId.Province(day, ProvinceTable.All[index].Code)),
        Day.Select(day => TargetId.Province(day, default)));

    [Fact]
    public void TryParse_WhatToStringWrote_IsTheSame() => Any.Sample(id =>
    {
        Assert.True(TargetId.TryParse(id.ToString(), out var parsed), $"{id} is not read");
        Assert.Equal(id, parsed);
    });

    /// <summary>Keys are stored: they never change, and no key looks like a number, decimal or hexadecimal.</summary>
    [Theory]
    [InlineData("n-20170412-0")]
    [InlineData("n-00010101-12")]
    [InlineData("p-200-20170412")]
    [InlineData("p-unknown-20170412")]
    [InlineData("m-201704120301-0")]
    [InlineData("m-999912312359-7")]
    public void TryParse_Key_WritesItAgain(string key)
    {
        Assert.True(TargetId.TryParse(key, out var id));
        Assert.Equal(key, id.ToString());
    }

    [Fact]
    public void Province_CodesOutOfTheTable_ShareOneTarget()
    {
        Assert.True(ProvinceCode.TryParse("777", out var code) & ProvinceCode.TryParse("0200", out var other));
        Assert.Equal("p-unknown-20170412", TargetId.Province(new(2017, 4, 12), code).ToString());
        Assert.Equal("p-unknown-20170412", TargetId.Province(new(2017, 4, 12), other).ToString());
    }

    /// <summary>A key that is read but written otherwise would be a second row of one target.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("n-20170412")]
    [InlineData("n-20170412-")]
    [InlineData("n-20170412-x")]
    [InlineData("n-20170412--1")]
    [InlineData("n-20170412-00")]
    [InlineData("n-20170412-01")]
    [InlineData("n-20170412- 1")]
    [InlineData("n-20170412-9999999999")]
    [InlineData("n-20170230-0")]
    [InlineData("n-2017412-0")]
    [InlineData("N-20170412-0")]
    [InlineData("n-20170412-0-0")]
    [InlineData("p-777-20170412")]
    [InlineData("p-0200-20170412")]
    [InlineData("p--20170412")]
    [InlineData("p-200-20170432")]
    [InlineData("p-200-20170412-0")]
    [InlineData("p-Unknown-20170412")]
    [InlineData("m-201704122400-0")]
    [InlineData("m-201704120360-0")]
    [InlineData("m-2017041203-0")]
    [InlineData("m-20170412030１-0")]
    [InlineData("m-201704120301")]
    [InlineData("s-JsonData-3")]
    [InlineData("r-20170412-0")]
    [InlineData("x-20170412-0")]
    public void TryParse_Nonsense_IsRefused(string key) => Assert.False(TargetId.TryParse(key, out _));

    [Fact]
    public void TryParse_AnyText_IsRefusedOrWritesItAgain() =>
        Gen.OneOf(Gen.String, Gen.Char["nmpunkow0123456789-"].Array[1, 20].Select(letters => new string(letters)), Gen.Char["0123456789-"].Array[8, 16].Select(letters => "n-2017" + new string(letters)))
            .Sample(text => Assert.True(!TargetId.TryParse(text, out var id) || id.ToString() == text, text));
}
