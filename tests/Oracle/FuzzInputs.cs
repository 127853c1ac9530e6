using System.Globalization;

namespace RechargeMonitor.Oracle;

/// <summary>
/// How many inputs a fuzz test tries: a few in a run of all tests, <c>FUZZ_INPUTS</c> of them where <c>tests/fuzz.sh</c> runs it.
/// </summary>
public static class FuzzInputs
{
    private static readonly int? s_asked =
        Environment.GetEnvironmentVariable("FUZZ_INPUTS") is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    /// <summary>The number that was asked for, or else a few.</summary>
    public static int Or(int few) => s_asked ?? few;
}
