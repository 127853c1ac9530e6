using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RechargeMonitor.Servers;

/// <summary>
/// Lines with personal data that occurs nowhere else, in every place and writing that services and their faults have put it.
/// Afterwards nothing that the monitor stores, logs or answers may hold any of it.
/// </summary>
public sealed partial class PlantedData
{
    private const long FirstNumber = 13_700_000_001;
    private const int SeenDigits = 7;
    private const string Order = "\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"20170412030108471\",\"bussinessRst\":\"0000\",\"provinceCode\":\"200\",\"chargefee\":\"1000\"";
    private const string Broken = "\"serviceName\":\"reChargeNotifyReq\",\"requestId\":\"nonsense\"";

    private readonly List<(string Place, string Value)> planted = [];
    private readonly List<byte[]> lines = [];

    public PlantedData()
    {
        foreach (var fields in (ReadOnlySpan<string>)[Order, Broken])
        {
            foreach (var name in (ReadOnlySpan<string>)["phoneno", "payPhoneNo", "phone_no", "remark", "ph\\u006fneno"])
                Add($"{name} of {fields[..30]}", number => $"{{{fields},\"{name}\":\"{number}\"}}");
            AddAddress("clientIp", address => $"{{{fields},\"clientIp\":\"{address}\"}}");
            Add("a number token", number => $"{{{fields},\"phoneno\":{number}}}");
            Add("an escaped value", number => $"{{{fields},\"phoneno\":\"{Escaped(number)}\"}}");
            Add("a name", number => $"{{{fields},\"{number}\":\"x\"}}");
            Add("an escaped name", number => $"{{{fields},\"{Escaped(number)}\":1}}");
            Add("a JSON text inside", number => $"{{{fields},\"body\":\"{{\\\"phoneno\\\":\\\"{number}\\\"}}\"}}");
            Add("with separators", number => $"{{{fields},\"remark\":\"{Separated(number)}\"}}", seen: number => Separated(number)[..8]);
            Add("with a country", number => $"{{{fields},\"remark\":\"+86{number}\"}}");
            Add("behind much else", number => $"{{{fields},\"remark\":\"{new string('x', 3_000)}\",\"phoneno\":\"{number}\"}}");
        }

        Add("no JSON", number => $"customer {number} called");
        Add("cut off", number => $"{{{Order},\"phoneno\":\"{number}");
        Add("a stack trace", number => $"java.lang.IllegalStateException: no account of {number}\\n\\tat com.example.Recharge.send");
        Add("a URL", number => $"GET /recharge?phoneno={number}&fee=1000 HTTP/1.1");
        Add("a huge line", number => $"{{\"phoneno\":\"{number}\",\"pad\":\"{new string('y', 70_000)}\"}}");
        Add("UTF-16", number => $"phoneno {number}", Encoding.Unicode);
        Add("no UTF-8", number => $"{{\"phoneno\":\"{number}\u00ff\"}}", Encoding.Latin1);
        Add("another service", number => $"{{\"serviceName\":\"queryReq\",\"phoneno\":\"{number}\"}}");
        Add("a time", number => $"{{\"serviceName\":\"payNotifyReq\",\"requestId\":\"{number}\",\"bussinessRst\":\"0000\"}}");
        AddAddress("an address in a text", address => $"connection from {address} refused");
    }

    /// <summary>How many lines there are.</summary>
    public int Count => lines.Count;

    /// <summary>Each line, without its ending.</summary>
    public IReadOnlyList<byte[]> Lines => lines;

    /// <summary>The lines as a file.</summary>
    public byte[] File() => [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];

    /// <summary>What of the planted data stands in some bytes, and where it was planted.</summary>
    public IReadOnlyList<string> In(ReadOnlySpan<byte> bytes)
    {
        var found = new List<string>();

        // Revisions are times in microseconds: long enough to hold a number's first digits by chance, which they once did.
        bytes = Encoding.Latin1.GetBytes(Revision().Replace(Encoding.Latin1.GetString(bytes), ""));
        foreach (var (place, value) in planted)
        {
            if (bytes.IndexOf(Encoding.ASCII.GetBytes(value)) >= 0 || bytes.IndexOf(Encoding.Unicode.GetBytes(value)) >= 0)
                found.Add($"{value} ({place})");
        }

        return found;
    }

    [GeneratedRegex("\"revision\":[0-9]{16}|^id: ?[0-9]{16}", RegexOptions.Multiline)]
    private static partial Regex Revision();

    private static string Separated(string number) => $"{number[..3]}-{number[3..7]}-{number[7..]}";

    private static string Escaped(string text) => string.Concat(text.Select(letter => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));

    /// <summary>Each number differs from all others in its first digits: enough of them that what is left of it tells nobody's.</summary>
    private void Add(string place, Func<string, string> write, Encoding? encoding = null, Func<string, string>? seen = null)
    {
        var number = (FirstNumber + (planted.Count * 10_007_000L)).ToString(CultureInfo.InvariantCulture);
        Add(place, number, seen is null ? number[..SeenDigits] : seen(number), write, encoding);
    }

    private void AddAddress(string place, Func<string, string> write)
    {
        var address = $"203.0.113.{100 + planted.Count}";
        Add(place, address, address, write);
    }

    private void Add(string place, string value, string seen, Func<string, string> write, Encoding? encoding = null)
    {
        planted.Add((place, seen));
        lines.Add((encoding ?? Encoding.UTF8).GetBytes(write(value)));
    }
}
