using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Sources.Files;

public sealed class FileSourcePropertyTests
{
    private const int OperationsPerSchedule = 120;

    private static readonly int Schedules = FuzzInputs.Or(60 * OperationsPerSchedule) / OperationsPerSchedule;

    [Fact]
    public void Poll_AnythingThatHappensToFiles_GivesEveryLineOnce()
    {
        foreach (var seed in TestSeed.Take(Schedules))
        {
            using var model = new FileModel(new Random(unchecked((int)seed)));
            try
            {
                model.Run(OperationsPerSchedule);
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
