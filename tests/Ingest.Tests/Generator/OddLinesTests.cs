using System.Text;
using System.Text.Json;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Ingest.Generator;
using Xunit;

namespace RechargeMonitor.Ingest.Tests.Generator;

public sealed class OddLinesTests
{
    private static readonly List<(GeneratedLine Line, byte[] Bytes)> Lines =
        GeneratedStream.Read(GeneratedStream.OneDay(4_000) with { OddLinesPerMillion = 200_000 }).ToList();

    [Fact]
    public void Next_OddLines_LeaveTheOrdersAsTheyAre()
    {
        var plain = GeneratedStream.Read(GeneratedStream.OneDay(4_000)).ToList();
        var counted = Lines.Where(line => line.Line.Kind == LineKind.Counted).ToList();

        Assert.Equal(plain.Count, counted.Count);
        foreach (var (expected, actual) in plain.Zip(counted))
        {
            Assert.Equal(expected.Line, actual.Line with { Length = expected.Line.Length });
            if (!expected.Bytes.AsSpan().SequenceEqual(actual.Bytes))
                Assert.True(new LineFields(actual.Bytes).SameAs(new LineFields(expected.Bytes)), Encoding.UTF8.GetString(actual.Bytes));
        }

        Assert.InRange(counted.Zip(plain).Count(pair => !pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes)) / (double)plain.Count, 0.09, 0.11);
    }

    [Fact]
    public void Next_OddLines_AreWhatTheirKindSays()
    {
        string[] services = ["makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"];
        foreach (var (line, bytes) in Lines)
        {
            var text = Encoding.UTF8.GetString(bytes);
            switch (line.Kind)
            {
                case LineKind.Blank:
                    Assert.True(string.IsNullOrWhiteSpace(text), text);
                    break;
                case LineKind.Other:
                    Assert.DoesNotContain(new LineFields(bytes)["serviceName"], services);
                    break;
                case LineKind.Rejected:
                    Assert.True(IsUnusable(bytes), text);
                    break;
                default:
                    Assert.Contains(new LineFields(bytes)["serviceName"], services);
                    break;
            }
        }
    }

    [Fact]
    public void Next_OddLines_AreReadByTheParserAsTheirKindSays()
    {
        var parser = new NotificationParser();
        foreach (var (line, bytes) in Lines)
        {
            var outcome = parser.Parse(LineSplitter.TrimEnding(bytes.AsSpan(0, bytes.Length - 1)), out var notification, out _);

            Assert.Equal(line.Kind.ToString(), outcome.ToString());
            if (outcome != LineOutcome.Counted)
                continue;

            Assert.Equal(line.Step.ToString(), notification.Service.ToString());
            Assert.Equal(line.Day, notification.Day);
        }
    }

    [Fact]
    public void Next_OddLines_ComeInAllKindsAndSpellings()
    {
        var texts = Lines.Select(line => Encoding.UTF8.GetString(line.Bytes)).ToList();

        Assert.All(Enum.GetValues<LineKind>(), kind => Assert.Contains(Lines, line => line.Line.Kind == kind));
        Assert.Contains(texts, text => text.EndsWith("}\r\n", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("\\u0073erviceName", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("\"bussinessRst\":\"7777\"", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("\"chargefee\":10000,", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("\"appVersion\"", StringComparison.Ordinal));
        Assert.All(Lines, line => Assert.Equal(1, line.Bytes.Count(value => value == '\n')));
        Assert.All(Lines, line => Assert.InRange(line.Bytes.Length, 1, LineGenerator.MaxLineBytes));
    }

    private static bool IsUnusable(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return true;

            var fields = new LineFields(bytes);
            return fields.Find("bussinessRst") is null || fields.Find("serviceName") is null
                || fields.Find("requestId") is not { } id || id[4..6] == "13" || fields.Find("retMsg")!.Contains('\uFFFD', StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or text that is not UTF-8.
            return true;
        }
    }
}
