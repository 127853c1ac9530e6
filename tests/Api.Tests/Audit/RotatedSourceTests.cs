using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Snapshots;
using Xunit;

namespace RechargeMonitor.Api.Tests.Audit;

/// <summary>Each rotation of a log file is a partition of its own; readers get one source.</summary>
public sealed class RotatedSourceTests
{
    private const string Path = "order.log";
    private const int LinesPerPartition = 400;

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2017, 4, 12, 4, 0, 0, TimeSpan.Zero));
    private readonly FiguresView view;

    public RotatedSourceTests() => view = new FiguresView(time);

    [Fact]
    public void Books_RotatedFile_AreOneEntryWithThePositionOfTheNewest()
    {
        Commit("file-b", Path, 500, LineOutcome.Other, LineOutcome.Blank);
        Commit("file-c", "other.log", 50, LineOutcome.Other);
        Commit("file-a", Path, 70, LineOutcome.Other, LineOutcome.Rejected);

        var books = view.Books().Report.Sources;
        Assert.Equal([(Path, 70L, 4L), ("other.log", 50L, 1L)], books.Select(source => (source.Source, source.Position, source.Counts.Lines)));
        Assert.Equal((2L, 1L, 1L), (books[0].Counts.Other, books[0].Counts.Rejected, books[0].Counts.Blank));
        Assert.Equal(3, view.Ledgers().Count);
    }

    [Fact]
    public void Rejects_RotatedFile_AreTheNewestOfAllItsPartitions()
    {
        Reject("file-early", 0);
        for (var partition = 1; partition <= 4; partition++)
        {
            Commit($"file-{partition}", Path, LinesPerPartition, LineOutcome.Rejected);
            Reject($"file-{partition}", partition);
        }

        Commit("file-early", Path, LinesPerPartition, LineOutcome.Rejected);
        var rejects = view.Rejects(int.MaxValue).Lines;

        Assert.Equal(DeliveryLimits.MaxRejects, rejects.Count);
        Assert.Equal(
            Enumerable.Repeat(4, LinesPerPartition).Concat(Enumerable.Repeat(3, LinesPerPartition)).Concat(Enumerable.Repeat(2, 200)),
            rejects.Select(reject => int.Parse(reject.Line.Text)));
        Assert.All(rejects, reject => Assert.Equal(Path, reject.Source));
        Assert.Equal((LinesPerPartition - 1, 4), ((int)rejects[0].Line.Offset, int.Parse(Assert.Single(view.Rejects(1).Lines).Line.Text)));
    }

    private void Commit(string partition, string source, long bytes, params LineOutcome[] outcomes)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        var ledger = new SourceLedger(source, source, []);
        var counts = new LineCounts();
        foreach (var outcome in outcomes)
            counts.Add(outcome, default);
        Assert.True(ledger.TryCommit(new SourceCommit(0, bytes, counts, source, []), time.GetUtcNow()));
        view.Publish(PartitionKeys.Source(partition), ledger.Encode());
    }

    private void Reject(string partition, int age)
    {
        var at = time.GetUtcNow().AddHours(age);
        var rejected = new RejectedLines();
        rejected.Add(Enumerable.Range(0, LinesPerPartition).Select(number => new RejectedLine(number, RejectReason.NotUtf8, $"{age}", at.AddMilliseconds(number))));
        view.Publish(PartitionKeys.Rejects(partition), rejected.Encode());
    }
}
