using System.Buffers;
using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Grains.Tests.Support;

/// <summary>Log lines to feed.</summary>
internal static class Content
{
    /// <summary>A day's lines of some orders, odd lines among them.</summary>
    public static byte[] OfOrders(int orders, ulong seed)
    {
        var generator = new LineGenerator(new GeneratorOptions { Seed = seed, OrdersPerDay = orders, MaxOrders = orders, OddLinesPerMillion = 20_000 });
        var buffer = new ArrayBufferWriter<byte>();
        while (generator.PeekLogTime != LineGenerator.NoMoreLines)
            generator.Next(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
