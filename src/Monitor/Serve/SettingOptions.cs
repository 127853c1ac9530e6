using System.CommandLine;
using System.Globalization;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>The settings of <see cref="ServeOptions"/> as options of the command line; those that are given go before the other settings.</summary>
internal sealed class SettingOptions
{
    private readonly Option<string[]> tail = new("--tail")
    {
        Description = "Follow files as tail -F does: a file, a folder (all files in it, also in its subfolders) or a pattern; may be given several times.",
        HelpName = "PATH",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> stdin = new("--stdin") { Description = "Count the lines of standard input." };
    private readonly Option<bool> demo = new("--demo") { Description = "Count made-up lines of today; the default when no other source is given." };
    private readonly Option<int?> demoRate = new("--demo-rate") { Description = "How many lines a second the demo writes, on average over a day (10).", HelpName = "N" };
    private readonly Option<string?> data = new("--data") { Description = "The folder that keeps the database.", HelpName = "FOLDER" };
    private readonly Option<string?> url = new("--url") { Description = "Where the wall and REST are served (http://localhost:8080).", HelpName = "URL" };
    private readonly Option<int?> retention = new("--retention-days") { Description = "How many days' figures are kept (32).", HelpName = "N" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[tail, stdin, demo, demoRate, data, url, retention])
            command.Options.Add(option);
    }

    public IEnumerable<KeyValuePair<string, string?>> Given(ParseResult parsed)
    {
        var index = 0;
        foreach (var pattern in parsed.GetValue(tail) ?? [])
            yield return Setting($"{nameof(ServeOptions.Tail)}:{index++}", pattern);
        if (parsed.GetValue(stdin))
            yield return Setting(nameof(ServeOptions.Stdin), "true");
        if (parsed.GetValue(demo))
            yield return Setting(nameof(ServeOptions.Demo), "true");
        if (parsed.GetValue(demoRate) is { } rate)
            yield return Setting(nameof(ServeOptions.DemoRate), rate.ToString(CultureInfo.InvariantCulture));
        if (parsed.GetValue(data) is { } folder)
            yield return Setting(nameof(ServeOptions.Data), folder);
        if (parsed.GetValue(url) is { } address)
            yield return Setting(nameof(ServeOptions.Url), address);
        if (parsed.GetValue(retention) is { } days)
            yield return Setting(nameof(ServeOptions.RetentionDays), days.ToString(CultureInfo.InvariantCulture));
    }

    private static KeyValuePair<string, string?> Setting(string name, string value) => new($"{ServeOptions.Section}:{name}", value);
}
