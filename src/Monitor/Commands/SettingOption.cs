using System.CommandLine;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>A setting as an option of the command line: where it is given, it goes before all other settings.</summary>
internal sealed class SettingOption
{
    private readonly Func<ParseResult, IConfiguration, IEnumerable<KeyValuePair<string, string?>>> given;

    private SettingOption(Option option, Func<ParseResult, IConfiguration, IEnumerable<KeyValuePair<string, string?>>> given) =>
        (Option, this.given) = (option, given);

    /// <summary>What the command line understands.</summary>
    public Option Option { get; }

    /// <summary>A setting that is a text.</summary>
    public static SettingOption Text(string name, string helpName, string key, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        return new SettingOption(option, (parsed, _) => parsed.GetValue(option) is { } value ? [new(key, value)] : []);
    }

    /// <summary>A setting that is a whole number: what is none is named with all other faults of the settings.</summary>
    public static SettingOption Number(string name, string helpName, string key, string description) => Text(name, helpName, key, description);

    /// <summary>A setting that is true where the option stands.</summary>
    public static SettingOption Flag(string name, string key, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        return new SettingOption(option, (parsed, _) => parsed.GetValue(option) ? [new(key, "true")] : []);
    }

    /// <summary>A setting that is a list of texts.</summary>
    public static SettingOption Texts(string name, string helpName, string key, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = helpName, AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(MistypedOption.Refuse);
        return new SettingOption(option, (parsed, others) => Replaced(key, parsed.GetValue(option) ?? [], others));
    }

    /// <summary>The settings that the command line gives.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">The settings that it goes before.</param>
    public IEnumerable<KeyValuePair<string, string?>> Given(ParseResult parsed, IConfiguration others) => given(parsed, others);

    /// <summary>Configurations are merged by key, lists element by element: what another list has more is taken away.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Replaced(string key, string[] values, IConfiguration others)
    {
        if (values.Length == 0)
            return [];
        var more = others.GetSection(key).GetChildren().Select(child => child.Path).Except(values.Select((_, index) => $"{key}:{index}"), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. values.Select((value, index) => new KeyValuePair<string, string?>($"{key}:{index}", value)),
            .. more.Select(path => new KeyValuePair<string, string?>(path, null)),
        ];
    }
}
