using System.Buffers;
using System.Globalization;
using System.Text;
using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Grains.Tests.Support;

/// <summary>Log lines to feed.</summary>
internal static class Content
{
    /// <summary>One short order line for each of some minutes, all over years and in no order.</summary>
    public static byte[] OfScatteredMinutes(int lines, int seed)
    {
        var random = new Random(seed);
        var first = new DateTime(2016, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var text = new StringBuilder();
        for (var line = 0; line < lines; line++)
        {
            var start = first.AddMinutes(random.Next(2 * 365 * 24 * 60)).ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{{\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"{start}\",\"bussinessRst\":\"1\",\"provinceCode\":\"200\"}}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

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
