using System.Text;
using Xunit;

namespace RechargeMonitor.Oracle.Tests;

public sealed class JsonComparerTests
{
    [Theory]
    [InlineData("{\"a\":1,\"b\":[1,2]}", " { \"b\" : [ 1.0, 20e-1 ], \"a\" : 1 } ")]
    [InlineData("{\"a\":\"中\"}", "{\"\\u0061\":\"\\u4e2d\"}")]
    [InlineData("{\"amountFen\":123456789012345678901234567890}", "{\"amountFen\":123456789012345678901234567890}")]
    [InlineData("{\"amountFen\":0}", "{\"amountFen\":0.0e5}")]
    [InlineData("{\"p50Ms\":1000}", "{\"p50Ms\":1010}")]
    [InlineData("{\"p95Ms\":1000}", "{\"p95Ms\":990}")]
    [InlineData("{\"p99Ms\":0}", "{\"p99Ms\":0}")]
    [InlineData("{\"successRate\":0.3333333333333333}", "{\"successRate\":0.33333333333333337}")]
    [InlineData("{\"averageMs\":35289}", "{\"averageMs\":35289.0}")]
    public void Compare_SameMeaning_NoDifference(string expected, string actual) => Assert.Empty(Compare(expected, actual));

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":2}", "$.a: expected 1, found 2")]
    [InlineData("{\"a\":1}", "{\"a\":\"1\"}", "$.a: expected 1, found \"1\"")]
    [InlineData("{\"a\":true}", "{\"a\":false}", "$.a: expected true, found false")]
    [InlineData("{\"a\":1}", "{}", "$.a: expected 1, found nothing")]
    [InlineData("{}", "{\"a\":null}", "$.a: expected nothing, found null")]
    [InlineData("{\"a\":1}", "{\"a\":1,\"a\":1}", "$.a: stands 2 times")]
    [InlineData("[1,2]", "[2,1]", "$[0]: expected 1, found 2", "$[1]: expected 2, found 1")]
    [InlineData("[1]", "[1,2]", "$[1]: expected nothing, found 2")]
    [InlineData("[1,2]", "[1]", "$[1]: expected 2, found nothing")]
    [InlineData("{\"days\":[{\"day\":\"20170412\",\"total\":1}]}", "{\"days\":[{\"day\":\"20170412\",\"total\":2}]}", "$.days[0 day=20170412].total: expected 1, found 2")]
    [InlineData("{\"amountFen\":12345678901234567890123456789}", "{\"amountFen\":12345678901234567890123456788}", "$.amountFen: expected 12345678901234567890123456789, found 12345678901234567890123456788")]
    [InlineData("{\"p50Ms\":1000}", "{\"p50Ms\":1011}", "$.p50Ms: expected 1000, found 1011")]
    [InlineData("{\"p50Ms\":0}", "{\"p50Ms\":1}", "$.p50Ms: expected 0, found 1")]
    [InlineData("{\"maxMs\":1000}", "{\"maxMs\":1001}", "$.maxMs: expected 1000, found 1001")]
    [InlineData("{\"successRate\":0.5}", "{\"successRate\":0.500001}", "$.successRate: expected 0.5, found 0.500001")]
    public void Compare_OtherMeaning_SaysWhere(string expected, string actual, params string[] differences) =>
        Assert.Equal(differences, Compare(expected, actual));

    [Fact]
    public void Compare_NotJson_SaysSo() => Assert.StartsWith("$: not JSON", Assert.Single(Compare("{}", "{")), StringComparison.Ordinal);

    private static IReadOnlyList<string> Compare(string expected, string actual) =>
        JsonComparer.Compare(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual));
}
