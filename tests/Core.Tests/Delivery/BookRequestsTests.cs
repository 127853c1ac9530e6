using Microsoft.Extensions.Time.Testing;
using RechargeMonitor.Core.Delivery;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class BookRequestsTests
{
    private const string Partition = "JsonData-0";
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private int asked;
    private int failed;

    /// <summary>While a partition cannot be opened, each withdrawal would otherwise leave one that asks and warns every second.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forget_RequestThatFailsAgainAndAgain_EndsIt(bool isAskedAgain)
    {
        var requests = new BookRequests<int>(() => CancellationToken.None, time, CancellationToken.None);
        for (var time = 0; time < 5; time++)
        {
            Ask(requests);
            requests.Forget(Partition);
        }

        if (isAskedAgain)
        {
            Ask(requests);
            Ask(requests);
        }

        (asked, failed) = (0, 0);
        time.Advance(LongestBackoff);

        Assert.Equal(isAskedAgain ? 1 : 0, asked);
        Assert.Equal(asked, failed);
        Assert.Equal(isAskedAgain, requests.Next is not null);
    }

    private void Ask(BookRequests<int> requests) => requests.Ask(
        Partition,
        TimeSpan.Zero,
        () =>
        {
            asked++;
            return Task.FromException<int>(new IOException("the database is locked"));
        },
        _ => failed++);
}
