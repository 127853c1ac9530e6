using System.Globalization;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

public sealed class FileSourcePropertyTests
{
    /// <summary>How many schedules a run tries; more of them by the environment variable FILE_SCHEDULES.</summary>
    private static readonly int Schedules =
        int.TryParse(Environment.GetEnvironmentVariable("FILE_SCHEDULES"), CultureInfo.InvariantCulture, out var count) ? count : 60;

    [Fact]
    public void Poll_AnythingThatHappensToFiles_GivesEveryLineOnce()
    {
        foreach (var seed in TestSeed.Take(Schedules))
        {
            using var model = new FileModel(new Random(unchecked((int)seed)));
            try
            {
                model.Run(120);
                Assert.Equal(model.Expected.Order(StringComparer.Ordinal), model.Actual.Order(StringComparer.Ordinal));
            }
            catch (Exception exception)
            {
                var lost = model.Expected.Except(model.Actual).Take(5);
                var added = model.Actual.GroupBy(line => line).Where(group => group.Count() > 1 || !model.Expected.Contains(group.Key)).Select(group => group.Key).Take(5);
                Assert.Fail($"TEST_SEED={seed}: {exception.Message}\nlost:\n{string.Join('\n', lost)}\nadded:\n{string.Join('\n', added)}\n{model.Trace}");
            }
        }
    }
}
