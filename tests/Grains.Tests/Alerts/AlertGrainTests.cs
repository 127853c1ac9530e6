using RechargeMonitor.Grains.Tests.Support;
using Xunit;

namespace RechargeMonitor.Grains.Tests.Alerts;

/// <summary>The alert grain over confirmed figures: what it opens and ends, what is told of it, and what a restart leaves of that.</summary>
public sealed class AlertGrainTests : IDisposable
{
    private const string Opened = "hook: Opened sendRechargeReq";
    private const string Ended = "hook: Ended sendRechargeReq";

    private readonly string folder = Directory.CreateTempSubdirectory("alert-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Look_BadMinutesClose_OpensTellsOnceAndEnds()
    {
        var receivers = new TestReceivers("hook");
        await using var rig = await AlertRig.StartAsync(folder, receivers);
        rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
        await ToldAsync(rig, receivers, Opened);
        Assert.Equal(["sendRechargeReq"], rig.Open);

        // Late lines of minutes that are judged, and the same once more.
        rig.Calls(-9, 100).Calls(-8, 0);
        await rig.LookAsync();
        rig.Calls(-6, 0).Calls(-5, 0).Calls(-4, 0);

        await ToldAsync(rig, receivers, Opened, Ended);
        Assert.Empty(rig.Open);
        var alert = Assert.Single(rig.View.Alerts().Alerts);
        Assert.Equal((AlertRig.Start.AddMinutes(-9), AlertRig.Start.AddMinutes(-6)), (alert.Since, alert.Until));
    }

    [Fact]
    public async Task Look_AfterARestart_GoesOnWithoutTellingAgain()
    {
        var receivers = new TestReceivers("hook");
        await using (var rig = await AlertRig.StartAsync(folder, receivers))
        {
            rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
            await ToldAsync(rig, receivers, Opened);
        }

        await using var again = await AlertRig.StartAsync(folder, receivers);
        Assert.Equal(["sendRechargeReq"], again.Open);
        again.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
        await again.LookAsync();
        Assert.Equal([Opened], receivers.Told);
        again.Calls(-6, 0).Calls(-5, 0).Calls(-4, 0);
        await ToldAsync(again, receivers, Opened, Ended);
    }

    [Fact]
    public async Task Look_BacklogOfOldLines_OpensNothing()
    {
        var receivers = new TestReceivers("hook");
        await using var rig = await AlertRig.StartAsync(folder, receivers);
        for (var minute = -600; minute < -60; minute += 60)
            rig.Calls(minute, 90).Calls(minute + 1, 90).Calls(minute + 2, 90).Calls(minute + 3, 90);

        await rig.LookAsync();
        await rig.LookAsync();

        Assert.Empty(rig.View.Alerts().Alerts);
        Assert.Empty(receivers.Told);
    }

    [Fact]
    public async Task Look_ReceiverFails_IsToldWhenItTakesAgain()
    {
        var receivers = new TestReceivers("hook") { Fails = true };
        await using var rig = await AlertRig.StartAsync(folder, receivers);
        rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
        await rig.UntilAsync(() => rig.Open.Any(), () => "no alert");
        rig.Calls(-6, 0).Calls(-5, 0).Calls(-4, 0);
        await rig.UntilAsync(() => !rig.Open.Any(), () => "an open alert");

        receivers.Fails = false;

        await ToldAsync(rig, receivers, Opened, Ended);
    }

    [Fact]
    public async Task Look_ReceiverHangs_JudgesOnAndTellsAfterARestart()
    {
        var receivers = new TestReceivers("hook") { Hangs = true };
        await using (var rig = await AlertRig.StartAsync(folder, receivers))
        {
            rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
            await rig.UntilAsync(() => rig.Open.Any(), () => "no alert");
            rig.Calls(-6, 0).Calls(-5, 0).Calls(-4, 0);
            await rig.UntilAsync(() => !rig.Open.Any(), () => "an open alert");
        }

        receivers.Hangs = false;
        await using var again = await AlertRig.StartAsync(folder, receivers);
        await ToldAsync(again, receivers, Opened, Ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Look_WriteFails_TellsOnlyWhatIsStored(bool before)
    {
        var (receivers, faults) = (new TestReceivers("hook"), new Faults(1));
        await using var rig = await AlertRig.StartAsync(folder, receivers, faults: faults);
        rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
        (faults.FailsBeforeWrite, faults.FailsAfterWrite) = (before ? 1 : 0, before ? 0 : 1);

        await Assert.ThrowsAnyAsync<Exception>(rig.LookAsync);
        Assert.Empty(receivers.Told);

        (faults.FailsBeforeWrite, faults.FailsAfterWrite) = (0, 0);
        await rig.RetryAsync();
        await ToldAsync(rig, receivers, Opened);
        Assert.Equal(["sendRechargeReq"], rig.Open);
    }

    [Theory]
    [InlineData(new byte[] { 99 }, "alerts are stored in form 99; this version of the monitor reads forms up to 1: start a newer one")]
    [InlineData(new byte[] { 1, 2 }, "too early")]
    public async Task Look_StoredRowCannotBeRead_SaysWhyAndLeavesIt(byte[] form, string reason)
    {
        var receivers = new TestReceivers("hook");
        await using var rig = await AlertRig.StartAsync(folder, receivers);
        await rig.StoreAsync(form);
        rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);

        var exception = await Assert.ThrowsAsync<FormatException>(rig.LookAsync);

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Equal(form, await rig.StoredAsync());
        Assert.Empty(receivers.Told);
    }

    [Fact]
    public async Task Look_ForgetfulReceiver_IsRemindedWhileTheAlertIsOpen()
    {
        var receivers = new TestReceivers("hook") { Forgetful = ["hook"] };
        await using var rig = await AlertRig.StartAsync(folder, receivers);
        rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
        await ToldAsync(rig, receivers, Opened);

        rig.Time.Advance(TimeSpan.FromMinutes(1));

        await rig.UntilAsync(() => receivers.Told.Count > 1, () => string.Join(", ", receivers.Told));
        Assert.Equal([Opened, Opened], receivers.Told);
    }

    [Fact]
    public async Task Look_RuleIsGone_EndsItsAlert()
    {
        var receivers = new TestReceivers("hook");
        await using (var rig = await AlertRig.StartAsync(folder, receivers))
        {
            rig.Calls(-9, 30).Calls(-8, 30).Calls(-7, 30);
            await ToldAsync(rig, receivers, Opened);
        }

        await using var without = await AlertRig.StartAsync(folder, receivers, rules: []);
        await ToldAsync(without, receivers, Opened, Ended);
        Assert.Empty(without.Open);
    }

    private static Task ToldAsync(AlertRig rig, TestReceivers receivers, params string[] expected) =>
        rig.UntilAsync(() => receivers.Told.SequenceEqual(expected) && rig.IsSettled, () => string.Join(", ", receivers.Told));
}
