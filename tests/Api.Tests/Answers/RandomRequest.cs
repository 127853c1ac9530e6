using Microsoft.AspNetCore.Http;

namespace RechargeMonitor.Api.Tests.Answers;

/// <summary>Makes requests that are near right ones: paths, parameters and headers as they are described, and as they are not.</summary>
internal sealed class RandomRequest(Random random)
{
    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "get", "TRACE", "X"];

    // The live feed does not end by itself; it has tests of its own.
    private static readonly string[] Paths =
    [
        "/api/v1/days", "/api/v1/overview", "/api/v1/trend", "/api/v1/provinces", "/api/v1/provinces/{}", "/api/v1/interfaces", "/api/v1/interfaces/{}",
        "/api/v1/breakdowns/{}", "/api/v1/audit", "/api/v1/rejects", "/api/v1/alerts", "/healthz", "/readyz", "/openapi/v1.json", "/api/v1/{}", "/{}", "/api/v1/provinces/{}/{}",
    ];

    private static readonly string[] Names = ["day", "day", "by", "from", "to", "limit", "Day", "x", ""];

    private static readonly string[] Values =
    [
        "20170412", "20170411", "20170410", "20170230", "2017-04-12", "00010101", "99991231", "99999999", "minute", "hour", "gateway", "channel", "result", "province",
        "200", "100", "777", "0", "other", "0200", "1234567", "sendPayReq", "SENDPAYREQ", "refund", "0000", "2359", "2400", "03", "24", "201704120301", "2017041203",
        "1", "10", "1000", "1001", "-1", "+1", "1e3", "9223372036854775808", "0x10", "", " ", "null", "true", "٠٣", "２０１７０４１２", "\u0000", "\uFEFF20170412", "中", "😀", "\uD800",
        "../../etc/passwd", "..%2f..%2f", "<script>", "' or 1=1 --", "{{7*7}}", "%", "%zz", "%00", "\r\nX-Injected: 1", ";", "a=b&c=d", "*", "W/\"1\"",
    ];

    /// <summary>One request.</summary>
    public Request Next()
    {
        var parts = Pick(Paths).Split("{}");
        var path = string.Join(random.Next(2) == 0 ? Value() : Pick(Values), parts);
        if (random.Next(12) == 0)
            path = Mutate(path);
        return new Request(Pick(Methods), path, Query(), Header());
    }

    private string Query()
    {
        var count = random.Next(4);
        if (count == 0)
            return "";
        var pairs = Enumerable.Range(0, count).Select(_ => $"{Pick(Names)}{(random.Next(12) == 0 ? "" : "=")}{(random.Next(4) == 0 ? Value() : Uri.EscapeDataString(Printable(Value())))}");
        return "?" + string.Join(random.Next(20) == 0 ? ";" : "&", pairs);
    }

    private (string Name, string Value)? Header() => random.Next(6) switch
    {
        0 => ("If-None-Match", random.Next(3) == 0 ? "*" : Value()),
        1 => ("Accept", random.Next(2) == 0 ? "text/html" : Value()),
        2 => ("Accept-Encoding", random.Next(2) == 0 ? "gzip" : Value()),
        3 => ("If-Modified-Since", Value()),
        _ => null,
    };

    private string Value()
    {
        var value = Pick(Values);
        return random.Next(8) switch
        {
            0 => Mutate(value),
            1 => value + Pick(Values),
            2 when random.Next(4) == 0 => new string('9', random.Next(5_000)),
            _ => value,
        };
    }

    private string Mutate(string text)
    {
        var characters = text.ToList();
        for (var faults = 1 + random.Next(3); faults > 0; faults--)
        {
            var place = random.Next(characters.Count + 1);
            if (random.Next(2) == 0 || place == characters.Count)
                characters.Insert(place, (char)(random.Next(3) == 0 ? random.Next(0x10000) : ' ' + random.Next(95)));
            else
                characters.RemoveAt(place);
        }

        return string.Concat(characters);
    }

    // Half of a pair of surrogates cannot be escaped.
    private static string Printable(string text) => string.Concat(text.Where(character => !char.IsSurrogate(character)));

    private string Pick(string[] values) => values[random.Next(values.Length)];

    /// <summary>A request as it comes to the server, whatever a client would make of it.</summary>
    public sealed record Request(string Method, string Path, string Query, (string Name, string Value)? Header)
    {
        public void Fill(HttpContext context)
        {
            context.Request.Method = Method;
            context.Request.Path = new PathString(Path.StartsWith('/') ? Path : "/" + Path);
            context.Request.QueryString = new QueryString(Query.Length == 0 || Query[0] == '?' ? Query : "?" + Query);
            if (Header is { } header)
                context.Request.Headers.Append(header.Name, header.Value);
        }
    }
}
