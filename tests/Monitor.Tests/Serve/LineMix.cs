using System.Buffers;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Monitor.Tests.Serve;

/// <summary>
/// Lines as logs have them, of two days in turn, so that half of them are late, and every few lines one that is hard to
/// read: rejected, of another service, blank, of an unknown province, ended by CRLF. The seed decides all of it.
/// </summary>
internal sealed class LineMix
{
    private const int NastyEvery = 10;
    private const int OddLinesPerMillion = 50_000;
    private static readonly NastyLine[] Corpus = [.. NastyLines.Corpus()];

    private readonly Random random;
    private readonly LineGenerator[] days;
    private readonly ArrayBufferWriter<byte> output = new();

    public LineMix(int seed, long ordersPerDay = 200_000)
    {
        random = new Random(seed);
        days = [.. ((DateOnly[])[new(2017, 4, 13), new(2017, 4, 12)]).Select(day => new LineGenerator(new GeneratorOptions
        {
            Seed = (ulong)seed,
            FirstDay = day,
            OrdersPerDay = ordersPerDay,
            OddLinesPerMillion = OddLinesPerMillion,
        }))];
    }

    /// <summary>The next lines, each with its ending; the first is one of an order.</summary>
    public byte[] Next(int lines)
    {
        output.ResetWrittenCount();
        for (var line = 0; line < lines; line++)
        {
            if (line > 0 && random.Next(NastyEvery) == 0)
            {
                output.Write(Nasty());
                output.Write(random.Next(3) == 0 ? "\r\n"u8 : "\n"u8);
            }
            else
            {
                days[random.Next(days.Length)].Next(output);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    private byte[] Nasty() => random.Next(3) switch
    {
        0 => NastyLines.Structured((ulong)random.NextInt64(), 1).Single().Bytes,
        1 => NastyLines.Mutated((ulong)random.NextInt64(), 1).Single().Bytes,
        _ => Corpus[random.Next(Corpus.Length)].Bytes,
    };
}
