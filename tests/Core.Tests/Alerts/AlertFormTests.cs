using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Alerts;

public sealed class AlertFormTests
{
    private const int Corruptions = 4_000;

    private static readonly DateTimeOffset Now = new(2017, 4, 12, 4, 0, 0, TimeSpan.Zero);

    /// <summary>Freezes the bytes: <c>WRITE_GOLDEN=&lt;directory&gt;</c> writes them anew; a change needs a new version of the form.</summary>
    [Fact]
    public void Encode_KnownAlerts_GivesTheGoldenBytes()
    {
        var bytes = string.Concat(Convert.ToHexStringLower(Sample().Encode(Now)).Chunk(80).Select(line => new string(line) + "\n"));
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") is { Length: > 0 } directory)
            File.WriteAllText(Path.Combine(directory, "alerts.txt"), bytes);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "alerts.txt")), bytes);
    }

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSame()
    {
        var form = Sample().Encode(Now);
        var again = AlertState.Decode(form, Rules).Encode(Now);
        Assert.Equal(AlertState.ReadList(form).Head.Revision + 1, AlertState.ReadList(again).Head.Revision);
        form[1]++;
        Assert.Equal(form, again);
    }

    [Fact]
    public void ReadList_Alerts_OpenAndEnded()
    {
        var list = AlertState.ReadList(Sample().Encode(Now));

        Assert.Equal(new PublishedForm(1, Now), list.Head);
        Assert.Equal(["provinces/200/20170411T160000Z", "silent/a.log/20170412T040000Z"], list.Open.Select(alert => alert.Id));
        Assert.Equal(["interfaces/sendRechargeReq/20170411T160000Z"], list.Ended.Select(alert => alert.Id));
        Assert.Equal(list.Head, PublishedForm.Of(AlertState.Key, Sample().Encode(Now)));
    }

    [Fact]
    public void Decode_FormCutAtAnyByte_ThrowsFormatException()
    {
        var form = Sample().Encode(Now);
        for (var length = 0; length < form.Length; length++)
            Assert.Throws<FormatException>(() => AlertState.Decode(form.AsSpan(0, length), Rules));
    }

    [Fact]
    public void Decode_NewerVersion_SaysSo()
    {
        var form = Sample().Encode(Now);
        form[0]++;
        Assert.Contains("form 2", Assert.Throws<FormatException>(() => AlertState.ReadList(form)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_CorruptForm_ThrowsFormatExceptionOrIsValid()
    {
        var golden = Sample().Encode(Now);
        var seed = unchecked((int)TestSeed.First);
        var random = new Random(seed);
        for (var number = 0; number < Corruptions; number++)
        {
            var form = golden.ToArray();
            for (var faults = 1 + random.Next(3); faults > 0; faults--)
                form[random.Next(form.Length)] = (byte)random.Next(256);
            var fault = Record.Exception(() => AlertState.Decode(AlertState.Decode(form, Rules).Encode(Now), Rules));
            Assert.True(fault is null or FormatException, $"TEST_SEED={seed}, number {number}: {Convert.ToHexString(form)}\n{fault}");
        }
    }

    [Fact]
    public void Outbox_MoreThanItHolds_DropsTheOldest()
    {
        var outbox = new AlertOutbox();
        var alert = new Alert("r", AlertKind.BooksUnbalanced, "books", AlertSeverity.Warning, Now, null, 1, 1);
        var events = Enumerable.Range(0, AlertOutbox.MaxWaiting + 2).Select(number => new AlertEvent(AlertChange.Opened, alert with { Value = number })).ToArray();

        Assert.Equal(2, outbox.Add(events, ["a"]));

        var next = outbox.Next("a", 3);
        Assert.Equal([2, 3, 4], next.Select(waiting => waiting.Alert.Value));
        outbox.Sent("a", next);
        Assert.Equal(AlertOutbox.MaxWaiting - 3, outbox.Count("a"));
        Assert.Equal(5, outbox.Next("a", 1)[0].Alert.Value);
    }

    [Fact]
    public void Outbox_DroppedWhileBeingSent_LosesNothingElse()
    {
        var outbox = new AlertOutbox();
        var alert = new Alert("r", AlertKind.BooksUnbalanced, "books", AlertSeverity.Warning, Now, null, 1, 1);
        AlertEvent[] Some(int count) => [.. Enumerable.Range(0, count).Select(number => new AlertEvent(AlertChange.Opened, alert with { Value = number }))];
        outbox.Add(Some(2), ["a"]);
        var sending = outbox.Next("a", 2);

        Assert.Equal(2, outbox.Add(Some(AlertOutbox.MaxWaiting), ["a"]));
        outbox.Sent("a", sending);

        Assert.Equal(AlertOutbox.MaxWaiting, outbox.Count("a"));
    }

    private static readonly AlertRule[] Rules =
    [
        new() { Name = "interfaces", Kind = AlertKind.InterfaceFailureRate, Warning = 0.1, Critical = 0.5, WindowMinutes = 1, MinSample = 10, OpenAfterMinutes = 1, CloseAfterMinutes = 1 },
        new() { Name = "provinces", Kind = AlertKind.ProvinceFailureRate, Warning = 0.1, Critical = 0.5, WindowMinutes = 1, MinSample = 10, OpenAfterMinutes = 1, CloseAfterMinutes = 5 },
        new() { Name = "silent", Kind = AlertKind.SourceSilent, Warning = 60, Critical = 120 },
    ];

    private static AlertState Sample()
    {
        var state = new AlertState(Rules);
        var day = new Day().Calls(0, 10, 3).Orders(0, 10, 6).Calls(1, 10, 0).Orders(1, 10, 0, "100");
        state.Outbox.Add(state.Board.Judge(Day.At(0), day.Figures), ["a", "b"]);
        state.Outbox.Add(state.Board.Judge(Day.At(1), day.Figures), ["b"]);
        state.Board.Watch(Now.AddSeconds(60), new ProcessingStatus(Now, [("a.log", Now)], false));
        return state;
    }
}
