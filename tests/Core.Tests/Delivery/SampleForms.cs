using RechargeMonitor.Core.Delivery;
using RechargeMonitor.Core.Figures;
using RechargeMonitor.Oracle;
using static System.Text.Encoding;

namespace RechargeMonitor.Core.Tests.Delivery;

/// <summary>One of each stored or sent form, made from the same few lines, with what reads it.</summary>
internal static class SampleForms
{
    private static readonly DateOnly Day = new(2017, 4, 12);
    private static readonly DateTimeOffset Now = new(2017, 4, 12, 3, 1, 2, 345, TimeSpan.FromHours(8));

    /// <summary>All forms by the names of their golden files.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["national", "national-retired", "province", "provinces-unknown", "minute", "source", "rejects", "event-national", "event-province", "event-provinces-unknown", "event-minute"];

    public static TargetId National { get; } = TargetId.National(Day, 0);

    public static TargetId Guangdong { get; } = Province("200");

    public static TargetId UnknownProvinces { get; } = Province("777");

    public static TargetId Minute { get; } = TargetId.Minute(Day, 180, 0);

    /// <summary>The form as it is written today.</summary>
    public static byte[] Make(string name) => name switch
    {
        "national" => Filled<NationalTally>(National).Encode(Now),
        "national-retired" => Retired().Encode(Now),
        "province" => Filled<ProvincesTally>(Guangdong).Encode(Now),
        "provinces-unknown" => Filled<ProvincesTally>(UnknownProvinces).Encode(Now),
        "minute" => Filled<MinuteTally>(Minute).Encode(Now),
        "source" => Ledger().Encode(),
        "rejects" => Rejects().Encode(),
        "event-national" => Event(National),
        "event-province" => Event(Guangdong),
        "event-provinces-unknown" => Event(UnknownProvinces),
        "event-minute" => Event(Minute),
        _ => throw new ArgumentException(name),
    };

    /// <summary>Reads a form and writes it again, a target as its next revision; an event gives the target that it makes.</summary>
    public static byte[] Reread(string name, byte[] form) => name switch
    {
        "national" or "national-retired" => Reread<NationalTally>(National, form),
        "province" => Reread<ProvincesTally>(Guangdong, form),
        "provinces-unknown" => Reread<ProvincesTally>(UnknownProvinces, form),
        "minute" => Reread<MinuteTally>(Minute, form),
        "source" => SourceLedger.Decode(form).Encode(),
        "rejects" => RejectedLines.Decode(form).Encode(),
        "event-national" => Applied<NationalTally>(National, form).Encode(Now),
        "event-province" => Applied<ProvincesTally>(Guangdong, form).Encode(Now),
        "event-provinces-unknown" => Applied<ProvincesTally>(UnknownProvinces, form).Encode(Now),
        "event-minute" or "event-minute-1" => Applied<MinuteTally>(Minute, form).Encode(Now),
        "minute-1" => Reread<MinuteTally>(Minute, form),
        _ => throw new ArgumentException(name),
    };

    private static TargetId Province(string code) =>
        Core.Provinces.ProvinceCode.TryParse(code, out var parsed) ? TargetId.Province(Day, parsed) : throw new ArgumentException(code);

    private static IEnumerable<string> Lines()
    {
        yield return SampleLine.Order();
        yield return SampleLine.Order(("provinceCode", "\"777\""), ("chargefee", "\"999999999999999\""), ("gateway_id", "\"中😀\""));
        yield return SampleLine.Order(("bussinessRst", "\"0001\""), ("gateway_id", null), ("interFacRst", "\"9999\""), ("channelCode", $"\"{new string('c', 33)}\""));
        yield return SampleLine.Order(("receiveNotifyTime", null), ("interFacRst", null));
        yield return SampleLine.Payment();
        yield return SampleLine.Request();
        yield return SampleLine.Request(("endReqTime", "\"20170411000000000\""));
        yield return "not JSON 13800138000";
        yield return SampleLine.Order(("serviceName", "\"queryOrder\""));
        yield return " ";
        yield return SampleLine.Order(("requestId", "\"x\""));
    }

    private static (IReadOnlyList<OutgoingEvent> Events, IReadOnlyList<SealedRange> Ranges) Sealed()
    {
        var feeder = new Feeder(1);
        feeder.Open("JsonData-3", 1_000);
        feeder.Open("a.log", 0);
        var offset = 1_000L;
        foreach (var line in Lines())
        {
            feeder.Take("JsonData-3", offset, ++offset, UTF8.GetBytes(line));
            feeder.Take("a.log", (offset - 1_001) * 600, (offset - 1_000) * 600, UTF8.GetBytes(line));
        }

        return feeder.Seal(Now);
    }

    private static byte[] Event(TargetId id) => Sealed().Events.Single(sent => sent.Target == id).Payload;

    private static Target<TTally> Filled<TTally>(TargetId id)
        where TTally : class, ITally<TTally> => Applied<TTally>(id, Event(id));

    private static Target<TTally> Applied<TTally>(TargetId id, byte[] payload)
        where TTally : class, ITally<TTally>
    {
        var target = new Target<TTally>(id);
        target.Apply(payload);
        return target;
    }

    private static Target<NationalTally> Retired()
    {
        var target = Filled<NationalTally>(National);
        target.Retire();
        return target;
    }

    private static SourceLedger Ledger()
    {
        var range = Sealed().Ranges.Single(sealedRange => sealedRange.Partition == "a.log");
        var ledger = new SourceLedger("a.log", "/var/log/充值/a.log", []);
        if (!ledger.TryCommit(new SourceCommit(0, range.To, range.Counts, "/var/log/充值/a.log.1", [1, 2, 3]), Now))
            throw new InvalidOperationException("the range was not taken");
        return ledger;
    }

    private static RejectedLines Rejects()
    {
        var rejects = new RejectedLines();
        rejects.Add(Sealed().Ranges.Single(sealedRange => sealedRange.Partition == "a.log").Rejects);
        return rejects;
    }

    /// <summary>What is read must be fit for everything that is done with figures.</summary>
    private static byte[] Reread<TTally>(TargetId id, byte[] form)
        where TTally : class, ITally<TTally>
    {
        var target = new Target<TTally>(id, form);
        var day = new DayTally(Day);
        switch (target.Tally)
        {
            case NationalTally national:
                day.National.Merge(national);
                break;
            case ProvincesTally provinces:
                day.Provinces.Merge(provinces);
                break;
            case MinuteTally minute:
                day.AtMinute(180).Merge(minute);
                break;
        }

        using var json = new System.Text.Json.Utf8JsonWriter(Stream.Null);
        new Core.Reports.RecountReport(new Core.Reports.AuditReport([], true), [day]).WriteTo(json);
        return target.Encode(target.AsOf);
    }
}
