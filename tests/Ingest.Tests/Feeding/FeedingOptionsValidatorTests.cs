using RechargeMonitor.Ingest.Feeding;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Feeding;

public sealed class FeedingOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_AreSound() => Assert.True(new FeedingOptionsValidator().Validate(null, new FeedingOptions()).Succeeded);

    [Fact]
    public void Validate_FaultyBounds_NamesAllWithTheirValues()
    {
        var options = new FeedingOptions { MaxUnconfirmedEvents = 16_385, StreamProbeInterval = TimeSpan.Zero, MaxUnconfirmedBytes = 1 };
        var failures = new FeedingOptionsValidator().Validate(null, options).Failures;

        Assert.Equal(
            ["Feeding:StreamProbeInterval is 00:00:00", "Feeding:MaxUnconfirmedBytes is 1", "Feeding:MaxUnconfirmedEvents is 16385"],
            failures!.Select(failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]));
    }
}
