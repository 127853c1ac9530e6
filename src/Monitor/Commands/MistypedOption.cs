using System.CommandLine.Parsing;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>Tells an option that there is not from a path: where several paths may stand, the parser takes it for one.</summary>
internal static class MistypedOption
{
    /// <summary>Refuses what begins like an option, unless a file has that name. A lone <c>-</c> is standard input.</summary>
    public static void Refuse(SymbolResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value is ['-', _, ..] && !File.Exists(token.Value))
                result.AddError($"unknown option '{token.Value}'");
        }
    }
}
