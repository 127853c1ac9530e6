using System.Text;
using System.Text.RegularExpressions;

namespace RechargeMonitor.Architecture.Tests.Docs;

/// <summary>An instrument, as the code makes it or as the page describes it.</summary>
internal sealed record Instrument(string Name, string Kind, string Unit, string Description)
{
    // Gauges of OpenTelemetry and sums that may fall are the same to whoever reads them.
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["Counter"] = "counter",
        ["ObservableCounter"] = "counter",
        ["Histogram"] = "histogram",
        ["UpDownCounter"] = "gauge",
        ["ObservableUpDownCounter"] = "gauge",
        ["Gauge"] = "gauge",
        ["ObservableGauge"] = "gauge",
    };

    /// <summary>What Prometheus calls it.</summary>
    public string PrometheusName => Name.Replace('.', '_')
        + Unit switch { "By" => "_bytes", "s" => "_seconds", _ => "" }
        + (Kind == "counter" ? "_total" : "");

    /// <summary>Every instrument that a source file makes.</summary>
    public static IEnumerable<Instrument> OfSource(string source) =>
        Regex.Matches(source, @"\bCreate(?<kind>[A-Za-z]+)(<\w+>)?\((?=\s*""recharge\.)").Select(call =>
        {
            var arguments = Arguments(source, call.Index + call.Length);

            // An instrument that is observed has what observes it between its name and its unit.
            var unit = arguments[call.Groups["kind"].Value.StartsWith("Observable", StringComparison.Ordinal) ? 2 : 1];
            var description = arguments.Last(argument => argument.StartsWith('"'));
            return new Instrument(Text(arguments[0]), Kinds[call.Groups["kind"].Value], unit == "null" ? "" : Text(unit), Text(description));
        });

    /// <summary>Every instrument that the page's tables describe, with its name in Prometheus as written there.</summary>
    public static IEnumerable<(Instrument Instrument, string PrometheusName)> OfPage(string page) =>
        page.Split('\n').Where(line => line.StartsWith("| `recharge.", StringComparison.Ordinal)).Select(line =>
        {
            var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
            return (new Instrument(cells[1].Trim('`'), cells[3], cells[4].Trim('`'), cells[6]), cells[2].Trim('`'));
        });

    private static string Text(string literal) => literal.Trim('"');

    /// <summary>The arguments of a call, from behind its opening parenthesis on.</summary>
    private static List<string> Arguments(string source, int start)
    {
        var (arguments, current, depth, isText) = (new List<string>(), new StringBuilder(), 0, false);
        for (var index = start; ; index++)
        {
            var character = source[index];
            isText ^= character == '"';
            if (!isText && depth == 0 && character is (',' or ')'))
            {
                arguments.Add(current.ToString().Trim());
                current.Clear();
                if (character == ')')
                    return arguments;
                continue;
            }

            if (!isText)
                depth += character is '(' or '[' or '{' ? 1 : character is ')' or ']' or '}' ? -1 : 0;
            current.Append(character);
        }
    }
}
