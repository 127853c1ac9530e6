namespace RechargeMonitor.Simulation;

/// <summary>What came of a schedule.</summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Difference">What is wrong at its end, or nothing.</param>
/// <param name="Steps">How many steps it had.</param>
/// <param name="Lines">How many lines there were to count.</param>
/// <param name="SimulatedMs">How long it took in its own time.</param>
public sealed record RunResult(ulong Seed, string? Difference, long Steps, int Lines, long SimulatedMs);
