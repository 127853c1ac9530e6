using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Ingest.Feeding;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Feeding;

public sealed class DeliveryRouteTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FeedingOptions options = new() { RewindsBeforeDirect = 3, StreamProbeInterval = TimeSpan.FromMinutes(1) };
    private readonly DeliveryRoute route;

    public DeliveryRouteTests() => route = new DeliveryRoute(options, time);

    [Fact]
    public void Missed_AsOftenAsIsAllowed_GoesDirectAndStaysSo()
    {
        Checkpoint(delivers: false, times: 2);
        Assert.False(route.IsDirect);
        Checkpoint(delivers: false);
        Assert.True(route.IsDirect);
        Checkpoint(delivers: true, times: 100);
        Assert.True(route.IsDirect);
        Assert.Equal(0, route.StreamedOf(100));
    }

    [Fact]
    public void SilosChanged_UntilStreamsHaveSettled_GoesDirect()
    {
        route.SilosChanged();
        Checkpoint(delivers: true);
        Assert.True(route.IsDirect);
        time.Advance(options.StreamSettleTime);
        Checkpoint(delivers: true, times: 2);
        Assert.False(route.IsDirect);
    }

    [Fact]
    public void Missed_WithDeliveriesBetween_KeepsToStreams()
    {
        for (var round = 0; round < 10; round++)
        {
            Checkpoint(delivers: false, times: 2);
            Checkpoint(delivers: true);
        }

        Assert.False(route.IsDirect);
    }

    [Fact]
    public void Delivered_InATrial_GoesBackToStreams()
    {
        Silence();
        time.Advance(TimeSpan.FromMinutes(1));
        Checkpoint(delivers: true);
        Assert.False(route.IsDirect);
        Checkpoint(delivers: true);
        time.Advance(TimeSpan.FromHours(1));
        Checkpoint(delivers: false, times: 2);
        Assert.False(route.IsDirect);
    }

    [Fact]
    public void Missed_InTrials_MakesThemRarerUpToAnHour()
    {
        Silence();
        var minutes = new List<int>();
        for (var waited = 1; waited <= 400; waited++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            Checkpoint(delivers: true);
            if (route.IsDirect)
                continue;
            minutes.Add(waited);
            Checkpoint(delivers: false);
            Assert.True(route.IsDirect);
        }

        Assert.Equal([1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363], minutes);
    }

    /// <summary>A trial ends when a checkpoint shows something, not when one had nothing for the streams.</summary>
    [Fact]
    public void Delivered_NothingWentIntoStreams_ProvesNothing()
    {
        Silence();
        time.Advance(TimeSpan.FromMinutes(1));
        Checkpoint(delivers: true);
        route.Sealed();
        route.Delivered();
        Checkpoint(delivers: false);
        Assert.True(route.IsDirect);
    }

    [Fact]
    public void StreamedOf_WhateverIsLost_NeverFillsAQueue()
    {
        var random = new Random(1);
        for (var round = 0; round < 1000; round++)
        {
            Checkpoint(delivers: random.Next(4) == 0, events: random.Next(14_000));
            Assert.InRange(route.UnreadEvents, 0, DeliveryRoute.MaxUnreadEvents);
            time.Advance(TimeSpan.FromSeconds(random.Next(60)));
        }
    }

    [Fact]
    public void Missed_HalfAQueueIsUnread_GoesDirectAtOnce()
    {
        Checkpoint(delivers: false, events: DeliveryRoute.MaxUnreadEvents / 2);
        Assert.True(route.IsDirect);
    }

    private void Silence() => Checkpoint(delivers: false, times: options.RewindsBeforeDirect);

    private void Checkpoint(bool delivers, int times = 1, int events = 10)
    {
        for (var time = 0; time < times; time++)
        {
            route.Streamed(route.StreamedOf(events));
            route.Sealed();
            if (delivers)
                route.Delivered();
            else
                route.Missed();
        }
    }
}
