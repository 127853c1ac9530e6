using System.Buffers;
using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Ingest.Tests.Generator;

/// <summary>Takes lines from a generator, each with its bytes.</summary>
internal static class GeneratedStream
{
    public static readonly DateOnly Day = new(2017, 4, 12);

    public static readonly long Midnight = At(Day, 0, 0);

    public static long At(DateOnly day, int hour, int minute) =>
        LineGenerator.ToLogTime(day.ToDateTime(new TimeOnly(hour, minute)));

    /// <summary>An ordinary day without incidents, from its first order to the last line of its last one.</summary>
    public static GeneratorOptions OneDay(long orders) => new()
    {
        Seed = 42,
        FirstDay = Day,
        OrdersPerDay = orders,
        MaxOrders = orders,
        NaturalIncidents = false,
    };

    public static IEnumerable<(GeneratedLine Line, byte[] Bytes)> Read(GeneratorOptions options) =>
        Read(new LineGenerator(options));

    /// <summary>The lines up to the last one; without such a one, forever. Bytes are given with the line's ending.</summary>
    public static IEnumerable<(GeneratedLine Line, byte[] Bytes)> Read(LineGenerator generator)
    {
        var output = new ArrayBufferWriter<byte>();
        while (generator.PeekLogTime != LineGenerator.NoMoreLines)
        {
            output.ResetWrittenCount();
            var line = generator.Next(output);
            yield return (line, output.WrittenSpan.ToArray());
        }
    }
}
