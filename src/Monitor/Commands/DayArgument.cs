using System.CommandLine.Parsing;
using RechargeMonitor.Core.Lines;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>Reads days of the command line, <c>yyyyMMdd</c>.</summary>
internal static class DayArgument
{
    public static DateOnly[] ParseAll(ArgumentResult result) => [.. result.Tokens.Select(token => ParseToken(result, token.Value))];

    public static DateOnly Parse(ArgumentResult result) => ParseToken(result, result.Tokens[0].Value);

    private static DateOnly ParseToken(ArgumentResult result, string text)
    {
        if (!ChinaTime.TryParseDay(text, out var day))
            result.AddError($"'{text}' is no day: write it as yyyyMMdd, for example 20170412");
        return day;
    }
}
