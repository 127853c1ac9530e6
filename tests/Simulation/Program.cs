using System.Diagnostics;
using System.Globalization;
using RechargeMonitor.Simulation;

return args switch
{
    ["--replay", var seed] => Replay(Number(seed), Variant.Sound),
    ["--replay", var seed, var name] when Enum.TryParse<Variant>(name, out var variant) => Replay(Number(seed), variant),
    ["--variants", var first] => RunVariants(Number(first)),
    [var schedules, var first] => RunMany(Number(schedules), Number(first)),
    _ => Usage(),
};

static int Replay(ulong seed, Variant variant)
{
    var (result, trace) = Simulator.Replay(seed, variant);
    foreach (var line in trace)
        Console.WriteLine(line);
    Console.WriteLine(Text(result));
    return result.Difference is null ? 0 : 1;
}

static int RunMany(ulong schedules, ulong first)
{
    var clock = Stopwatch.StartNew();
    var (done, failed, steps, lines) = (0L, 0L, 0L, 0L);
    Parallel.For(0, (long)schedules, number =>
    {
        var result = Simulator.Run(first + (ulong)number);
        Interlocked.Add(ref steps, result.Steps);
        Interlocked.Add(ref lines, result.Lines);
        if (result.Difference is not null && Interlocked.Increment(ref failed) <= 10)
            Console.WriteLine(Text(result));
        if (Interlocked.Increment(ref done) % 10_000 == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} schedules, {failed} failed, {clock.Elapsed:h\\:mm\\:ss}"));
    });
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{done:N0} schedules from seed {first}: {failed} failed; {steps:N0} steps, {lines:N0} lines, {clock.Elapsed.TotalSeconds:N0} s, {done / clock.Elapsed.TotalMinutes:N0} schedules a minute"));
    return failed == 0 ? 0 : 1;
}

static int RunVariants(ulong first)
{
    var all = true;
    foreach (var variant in Enum.GetValues<Variant>().Where(variant => variant != Variant.Sound))
    {
        var noticed = Breach.FirstNotice(variant, first);
        all &= noticed is not null;
        Console.WriteLine($"{variant}: {(noticed is { } notice ? $"schedule {notice.Schedules}: {notice.Difference}" : $"NOT NOTICED by {Breach.NoticedWithin} schedules")}");
    }

    return all ? 0 : 1;
}

static string Text(RunResult result) => result.Difference is null
    ? $"seed {result.Seed}: {result.Lines} lines, exact after {result.Steps} steps and {result.SimulatedMs / 1000} s of its own time"
    : $"seed {result.Seed} fails: {result.Difference}\n  tests/simulate.sh --replay {result.Seed} tells it step by step";

static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("it takes SCHEDULES FIRST_SEED, --replay SEED [VARIANT], or --variants FIRST_SEED");
    return 2;
}
