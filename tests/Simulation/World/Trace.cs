using System.Globalization;

namespace RechargeMonitor.Simulation;

/// <summary>What happened in a run, step by step, for people.</summary>
internal sealed class Trace
{
    private readonly List<string> lines = [];

    /// <summary>The run's clock.</summary>
    public Timeline? Timeline { get; set; }

    public IReadOnlyList<string> Lines => lines;

    public void Add(FormattableString text) =>
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{(Timeline?.NowMs ?? 0) / 1000.0,9:0.000} s  {FormattableString.Invariant(text)}"));
}
