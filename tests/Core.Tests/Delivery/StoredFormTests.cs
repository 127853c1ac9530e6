using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Oracle;
using Xunit;

namespace RechargeMonitor.Core.Tests.Delivery;

public sealed class StoredFormTests
{
    /// <summary>No form, however broken, may take more memory than this to be read.</summary>
    private const int MostBytes = 2_000_000;

    private static readonly int Corruptions = FuzzInputs.Or(4_000);

    // A target's form: version, kind, then the revision, here below 128.
    private const int RevisionPlace = 2;

    public static TheoryData<string> Names => [.. SampleForms.Names];

    public static TheoryData<string> Targets => [.. SampleForms.Names.Where(name => name is not ("source" or "rejects") && !name.StartsWith("event", StringComparison.Ordinal))];

    /// <summary>
    /// Freezes the bytes: databases hold them, and old silos send them to new ones. <c>WRITE_GOLDEN=&lt;directory&gt;</c> writes the
    /// files anew; a change needs a new version of the form and a reason in the commit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_KnownFigures_GivesTheGoldenBytes(string name)
    {
        var bytes = string.Concat(Convert.ToHexStringLower(SampleForms.Make(name)).Chunk(80).Select(line => new string(line) + "\n"));
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") is { Length: > 0 } directory)
            File.WriteAllText(Path.Combine(directory, $"{name}.txt"), bytes);

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.txt")), bytes);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Decode_Target_RoundTripsAsTheNextRevision(string name)
    {
        var form = SampleForms.Make(name);
        var reread = SampleForms.Reread(name, form);
        form[RevisionPlace]++;
        Assert.Equal(form, reread);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("rejects")]
    public void Decode_Books_RoundTrip(string name) => Assert.Equal(SampleForms.Make(name), SampleForms.Reread(name, SampleForms.Make(name)));

    [Theory]
    [InlineData("event-national", "national")]
    [InlineData("event-province", "province")]
    [InlineData("event-provinces-unknown", "provinces-unknown")]
    [InlineData("event-minute", "minute")]
    public void Apply_GoldenEvent_GivesTheGoldenTarget(string sent, string target) =>
        Assert.Equal(SampleForms.Make(target), SampleForms.Reread(sent, SampleForms.Make(sent)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_FormCutAtAnyByte_ThrowsFormatException(string name)
    {
        var form = SampleForms.Make(name);

        // An event holds whole batches one after the other: cut between two of them it is a shorter event.
        var isEvent = name.StartsWith("event", StringComparison.Ordinal);
        for (var length = 0; length < form.Length; length++)
        {
            var fault = Record.Exception(() => SampleForms.Reread(name, form[..length]));
            Assert.True(fault is FormatException || (fault is null && isEvent), $"{name} cut to {length} of {form.Length} bytes: {fault?.ToString() ?? "was read"}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    [InlineData("source")]
    [InlineData("rejects")]
    public void Decode_BytesBehindTheForm_ThrowsFormatException(string name) =>
        Assert.Throws<FormatException>(() => SampleForms.Reread(name, [.. SampleForms.Make(name), 0]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_CorruptForm_ThrowsFormatExceptionOrIsValid(string name)
    {
        var seed = unchecked((int)TestSeed.First);
        var corruption = new FormCorruption(SampleForms.Make(name), new Random(seed));
        for (var number = 0; number < Corruptions; number++)
        {
            var form = corruption.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var fault = Record.Exception(() => RereadTwice(name, form));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (fault is not (null or FormatException) || allocated > MostBytes)
                Assert.Fail($"{name}, TEST_SEED={seed}, number {number}: {allocated} bytes for {Convert.ToHexString(form)}\n{fault}");
            if (fault is null)
                corruption.Keep(form);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_NewerVersion_SaysSo(string name)
    {
        var form = SampleForms.Make(name);
        form[0]++;
        Assert.Contains($"form {form[0]}", Assert.Throws<FormatException>(() => SampleForms.Reread(name, form)).Message, StringComparison.Ordinal);
    }

    /// <summary>Databases and older feeders hold them; what they do not say stays unknown.</summary>
    [Theory]
    [InlineData("minute-1")]
    [InlineData("event-minute-1")]
    public void Decode_FirstFormOfAMinute_HasTheSameOrdersAndCalls(string name)
    {
        var old = new Target<MinuteTally>(SampleForms.Minute, SampleForms.Reread(name, Golden(name))).Tally;
        var now = new Target<MinuteTally>(SampleForms.Minute, SampleForms.Make("minute")).Tally;
        Assert.Equal(now.Orders, old.Orders);
        for (var service = Service.MakeNewOrder; service <= Service.ReChargeNotifyReq; service++)
            Assert.Equal(now.Calls(service), old.Calls(service));
        Assert.Equal((0, 0), (old.Recharge.Count, old.Provinces.Of(ProvinceTable.IndexOf(Code("200"))).Total));
        Assert.Equal((4, 6, 2), (now.Recharge.Count, now.Provinces.Of(ProvinceTable.IndexOf(Code("200"))).Total, now.Provinces.Of(ProvinceTable.IndexOf(Code("200"))).Failed));
    }

    [Fact]
    public void Decode_OtherKindOfTarget_SaysWhichTarget() =>
        Assert.Contains("n-20170412-0", Assert.Throws<FormatException>(() => SampleForms.Reread("national", SampleForms.Make("minute"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_RetiredNationalTarget_KeepsOnlyTheCalls() =>
        Assert.True(SampleForms.Make("national-retired").Length < 60);

    private static byte[] Golden(string name) =>
        Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.txt")).ReplaceLineEndings(""));

    private static ProvinceCode Code(string text) => ProvinceCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);

    /// <summary>What was read once must be fit to be stored and read again.</summary>
    private static void RereadTwice(string name, byte[] form)
    {
        var stored = SampleForms.Reread(name, form);
        SampleForms.Reread(name.Replace("event-", "", StringComparison.Ordinal), stored);
    }
}
