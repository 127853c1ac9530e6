using System.Buffers;
using System.Security.Cryptography;
using CsCheck;
using RechargeMonitor.Ingest.Generator;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Generator;

public sealed class LineGeneratorTests
{
    /// <summary>
    /// Freezes the bytes: recorded load tests and the demo's offsets refer to them. A change here needs a reason in the commit.
    /// </summary>
    [Theory]
    [InlineData(1, 0, "72c16fa5d328b484993d68ae1727932fa52b191e2c69a3c4b3d83050cbc8cbc3")]
    [InlineData(42, 50_000, "82ee8a945dd5ee267d35318c064de2fce607d08976f27001d701680389016ae6")]
    public void Next_KnownSeed_GivesTheKnownBytes(ulong seed, int oddLinesPerMillion, string expected)
    {
        var generator = new LineGenerator(new GeneratorOptions { Seed = seed, OddLinesPerMillion = oddLinesPerMillion });
        var output = new ArrayBufferWriter<byte>();
        while (output.WrittenCount < 4_000_000)
            generator.Next(output);

        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(output.WrittenSpan)));
    }

    [Fact]
    public void Next_OtherSeed_GivesOtherBytes()
    {
        var first = GeneratedStream.Read(GeneratedStream.OneDay(10) with { Seed = 1 }).First().Bytes;
        var second = GeneratedStream.Read(GeneratedStream.OneDay(10) with { Seed = 2 }).First().Bytes;

        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(5_000)]
    public void Next_ThreeDays_StartsExactlyTheOrdersOfEachDay(long ordersPerDay)
    {
        var options = GeneratedStream.OneDay(ordersPerDay) with { MaxOrders = 3 * ordersPerDay };
        var orders = new HashSet<(string StartDay, long Number)>();
        foreach (var (line, bytes) in GeneratedStream.Read(options).Where(line => line.Line.Step == OrderStep.MakeNewOrder))
        {
            var fields = new LineFields(bytes);
            Assert.Equal(fields["requestId"][..8], $"{line.Day:yyyyMMdd}");
            Assert.True(orders.Add((fields["requestId"][..8], line.Order)), $"Order {line.Order} of {line.Day:O} started twice.");
        }

        foreach (var day in new[] { "20170412", "20170413", "20170414" })
        {
            var numbers = orders.Where(order => order.StartDay == day).Select(order => order.Number).Order();
            Assert.Equal(Enumerable.Range(0, (int)ordersPerDay).Select(number => (long)number), numbers);
        }

        Assert.Equal(3 * ordersPerDay, orders.Count);
    }

    [Fact]
    public void Next_MonthPeaks_RaisesTheFirstAndLastDaysOnly()
    {
        var options = new GeneratorOptions { OrdersPerDay = 1_000, MonthPeaks = true };

        Assert.Equal(1_800, options.OrdersOn(new DateOnly(2017, 5, 1)));
        Assert.Equal(1_350, options.OrdersOn(new DateOnly(2017, 4, 29)));
        Assert.Equal(1_600, options.OrdersOn(new DateOnly(2017, 4, 30)));
        Assert.Equal(1_000, options.OrdersOn(new DateOnly(2017, 4, 12)));
        Assert.Equal(1_000, (options with { MonthPeaks = false }).OrdersOn(new DateOnly(2017, 5, 1)));
    }

    [Fact]
    public void Next_AnyOptions_GivesLinesInTheOrderOfTheirLogTimes() =>
        Gen.Select(Gen.ULong, Gen.Long[1, 200_000], Gen.Int[0, 300_000], Gen.Int[0, 1_439]).Sample((seed, orders, odd, minute) =>
        {
            var generator = new LineGenerator(new GeneratorOptions { Seed = seed, OrdersPerDay = orders, OddLinesPerMillion = odd });
            generator.StartAt(GeneratedStream.Midnight + (minute * 60_000L));
            var output = new ArrayBufferWriter<byte>();
            var before = long.MinValue;
            for (var i = 0; i < 500; i++)
            {
                output.ResetWrittenCount();
                var expected = generator.PeekLogTime;
                var line = generator.Next(output);
                Assert.Equal(expected, line.LogTime);
                Assert.True(line.LogTime >= before, $"Line {i} is logged at {line.LogTime}, after one at {before}.");
                Assert.Equal(output.WrittenCount, line.Length);
                before = line.LogTime;
            }
        }, iter: 50);

    [Fact]
    public void Next_EveryOrder_GivesItsStepsInTheirOrder()
    {
        var steps = new Dictionary<long, OrderStep>();
        foreach (var (line, _) in GeneratedStream.Read(GeneratedStream.OneDay(5_000)))
        {
            var expected = steps.TryGetValue(line.Order, out var last) ? last + 1 : OrderStep.MakeNewOrder;
            Assert.Equal(expected, line.Step);
            steps[line.Order] = line.Step;
        }
    }

    [Fact]
    public void StartAt_MiddleOfADay_GivesTheSameLinesOfTheOrdersThatStartThen()
    {
        var options = GeneratedStream.OneDay(3_000) with { MaxOrders = 5_000 };
        var start = GeneratedStream.At(GeneratedStream.Day, 19, 30);
        var resumed = new LineGenerator(options);
        resumed.StartAt(start);

        var expected = GeneratedStream.Read(options).Where(line => new LineFields(line.Bytes).Start >= start);
        Assert.Equal(expected, GeneratedStream.Read(resumed), (left, right) => left.Line == right.Line && left.Bytes.AsSpan().SequenceEqual(right.Bytes));
    }

    [Fact]
    public void StartAt_TimeBeforeTheFirstDay_BeginsWithTheFirstOrder()
    {
        var generator = new LineGenerator(GeneratedStream.OneDay(100));
        var expected = generator.PeekLogTime;
        generator.StartAt(GeneratedStream.At(new DateOnly(2020, 1, 1), 0, 0));
        generator.StartAt(0);

        Assert.Equal(expected, generator.PeekLogTime);
    }

    [Fact]
    public void StartAt_AfterTheLastOrder_HasNoMoreLines()
    {
        var generator = new LineGenerator(GeneratedStream.OneDay(100));
        generator.StartAt(GeneratedStream.At(GeneratedStream.Day.AddDays(1), 0, 0));

        Assert.Equal(LineGenerator.NoMoreLines, generator.PeekLogTime);
        Assert.Throws<InvalidOperationException>(() => generator.Next(new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void WriteOrder_AnyOrder_GivesTheLinesOfTheStream()
    {
        var options = GeneratedStream.OneDay(500);
        var generator = new LineGenerator(options);
        foreach (var order in GeneratedStream.Read(options).GroupBy(line => line.Line.Order))
        {
            var output = new ArrayBufferWriter<byte>();
            var count = generator.WriteOrder(GeneratedStream.Day, order.Key, output);

            Assert.Equal(order.Count(), count);
            Assert.Equal(order.SelectMany(line => line.Bytes), output.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void Next_WarmedUp_AllocatesNothing()
    {
        var generator = new LineGenerator(new GeneratorOptions { OrdersPerDay = 100_000, OddLinesPerMillion = 10_000 });
        generator.StartAt(GeneratedStream.At(GeneratedStream.Day, 1, 0));
        var output = new ArrayBufferWriter<byte>(1 << 16);
        Take(generator, output, 2_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Take(generator, output, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Constructor_FaultyOptions_NamesAllFaults()
    {
        var options = new GeneratorOptions
        {
            OrdersPerDay = 0,
            OddLinesPerMillion = -1,
            MaxOrders = 0,
            Incidents = [new Incident { Kind = IncidentKind.Province, ProvinceCode = 7, FromMinute = 0, ToMinute = 1, FailuresPerMillion = 1 }],
        };

        Assert.Equal(4, options.Faults().Count);
        var message = Assert.Throws<ArgumentException>(() => new LineGenerator(options)).Message;
        Assert.All(options.Faults(), fault => Assert.Contains(fault, message));
    }

    private static void Take(LineGenerator generator, ArrayBufferWriter<byte> output, int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            output.ResetWrittenCount();
            generator.Next(output);
        }
    }
}
