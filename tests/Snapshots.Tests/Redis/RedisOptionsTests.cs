using RechargeMonitor.Snapshots.Redis;
using Xunit;

namespace RechargeMonitor.Snapshots.Tests.Redis;

public sealed class RedisOptionsTests
{
    [Theory]
    [InlineData("redis:6379")]
    [InlineData("redis-1:6379,redis-2:6379,ssl=true,user=monitor,password=a\"b")]
    [InlineData("sentinel-1:26379,sentinel-2:26379,serviceName=figures")]
    public void Validate_UsualConfigurations_AreGood(string configuration) =>
        Assert.True(new RedisOptionsValidator().Validate(null, new RedisOptions { Configuration = configuration }).Succeeded);

    [Fact]
    public void Validate_ManyFaults_NamesAllOfThemAndNoPassword()
    {
        var options = new RedisOptions
        {
            Configuration = "redis:6379,password=geheim,nonsense=1",
            PasswordFile = "/nowhere/password",
            CertificateAuthorityFile = "/nowhere/authority.pem",
            KeyPrefix = "a{b}",
            StaleAfter = TimeSpan.Zero,
            MaxPendingKeys = 0,
            MaxPendingBytes = -1,
        };

        var result = new RedisOptionsValidator().Validate(null, options);

        Assert.Equal(7, result.Failures!.Count());
        Assert.All(result.Failures!, fault => Assert.StartsWith("Redis:", fault, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("nonsense", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("a{b}", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NoServer_SaysWhatIsExpected() =>
        Assert.Contains("host:port", new RedisOptionsValidator().Validate(null, new RedisOptions { Configuration = "ssl=true" }).FailureMessage, StringComparison.Ordinal);
}
