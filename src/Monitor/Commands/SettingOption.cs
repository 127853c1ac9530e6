using System.CommandLine;
using System.Globalization;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>A setting as an option of the command line: where it is given, it goes before all other settings.</summary>
internal sealed class SettingOption
{
    private readonly Func<ParseResult, IEnumerable<KeyValuePair<string, string?>>> given;

    private SettingOption(Option option, Func<ParseResult, IEnumerable<KeyValuePair<string, string?>>> given) => (Option, this.given) = (option, given);

    /// <summary>What the command line understands.</summary>
    public Option Option { get; }

    /// <summary>A setting that is a text.</summary>
    public static SettingOption Text(string name, string helpName, string key, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        return new SettingOption(option, parsed => parsed.GetValue(option) is { } value ? [new(key, value)] : []);
    }

    /// <summary>A setting that is a whole number.</summary>
    public static SettingOption Number(string name, string helpName, string key, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = helpName };
        return new SettingOption(option, parsed => parsed.GetValue(option) is { } value ? [new(key, value.ToString(CultureInfo.InvariantCulture))] : []);
    }

    /// <summary>A setting that is true where the option stands.</summary>
    public static SettingOption Flag(string name, string key, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        return new SettingOption(option, parsed => parsed.GetValue(option) ? [new(key, "true")] : []);
    }

    /// <summary>A setting that is a list of texts.</summary>
    public static SettingOption Texts(string name, string helpName, string key, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = helpName, AllowMultipleArgumentsPerToken = true };
        return new SettingOption(option, parsed => (parsed.GetValue(option) ?? []).Select((value, index) => new KeyValuePair<string, string?>($"{key}:{index}", value)));
    }

    /// <summary>The settings that the command line gives.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Given(ParseResult parsed) => given(parsed);
}
