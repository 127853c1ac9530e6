using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class StoredTargetTests
{
    private static readonly string Key = SampleForms.Minute.ToString();
    private readonly MemoryRow row = new();
    private readonly MemorySnapshots snapshots = new();
    private readonly StoredTarget<MinuteTally> target;
    private int reloads;

    public StoredTargetTests() => target = Load(row);

    [Fact]
    public async Task ConfirmAsync_EventIsMissing_AnswersAtOnceAndStoresNothing()
    {
        target.Apply(SampleForms.Make("event-minute"));

        var answer = await target.ConfirmAsync([new("never heard of", 1)]);

        Assert.False(answer.IsDurable);
        Assert.Equal(["never heard of"], answer.Missing);
        Assert.Empty(answer.Gaps);
        Assert.Null(row.Form);
        Assert.Empty(snapshots.Forms);
    }

    [Fact]
    public async Task ConfirmAsync_EventsAreThere_StoresThenPublishesTheSame()
    {
        target.Apply(SampleForms.Make("event-minute"));

        Assert.True((await target.ConfirmAsync([])).IsDurable);

        Assert.NotNull(row.Form);
        Assert.Equal(row.Form, snapshots.Forms[Key]);
        Assert.Equal(1, PublishedForm.Of(Key, row.Form).Revision);
    }

    [Fact]
    public async Task ConfirmAsync_NothingNew_IsNotStoredAgain()
    {
        target.Apply(SampleForms.Make("event-minute"));
        await target.ConfirmAsync([]);
        row.Fails = true;

        Assert.True((await target.ConfirmAsync([])).IsDurable);
    }

    [Fact]
    public async Task ConfirmAsync_WriteFails_IsLoadedAgainAndAnswersNobody()
    {
        target.Apply(SampleForms.Make("event-minute"));
        row.Fails = true;

        await Assert.ThrowsAsync<IOException>(() => target.ConfirmAsync([]));

        Assert.Equal(1, reloads);
        Assert.Empty(snapshots.Forms);
        row.Fails = false;
        await Assert.ThrowsAsync<InvalidOperationException>(() => target.ConfirmAsync([]));
        Assert.Throws<InvalidOperationException>(() => target.Apply(SampleForms.Make("event-minute")));
    }

    [Fact]
    public void Apply_NoEvent_IsLoadedAgain()
    {
        Assert.Throws<FormatException>(() => target.Apply([255]));

        Assert.Equal(1, reloads);
        Assert.Throws<InvalidOperationException>(() => target.Apply(SampleForms.Make("event-minute")));
    }

    [Fact]
    public void Load_StoredForm_IsPublishedAgain()
    {
        var stored = SampleForms.Make("minute");

        Load(new MemoryRow(stored));

        Assert.Equal(stored, snapshots.Forms[Key]);
    }

    [Fact]
    public async Task RetireAsync_Minute_IsDeletedAndForgotten()
    {
        var stored = new MemoryRow(SampleForms.Make("minute"));

        await Load(stored).RetireAsync();

        Assert.Null(stored.Form);
        Assert.Empty(snapshots.Forms);
        Assert.Equal(1, reloads);
    }

    [Fact]
    public async Task RetireAsync_DeleteFails_StaysPublishedAndIsLoadedAgain()
    {
        var stored = new MemoryRow(SampleForms.Make("minute")) { Fails = true };

        await Assert.ThrowsAsync<IOException>(() => Load(stored).RetireAsync());

        Assert.Single(snapshots.Forms);
        Assert.Equal(1, reloads);
    }

    private StoredTarget<MinuteTally> Load(MemoryRow from) => new(SampleForms.Minute, from, snapshots, TimeProvider.System, () => reloads++);
}
