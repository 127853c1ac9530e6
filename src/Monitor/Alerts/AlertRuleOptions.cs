using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Monitor.Hosting;

namespace RechargeMonitor.Monitor.Alerts;

/// <summary>
/// A rule. Section <c>Alerts:Rules:&lt;name&gt;</c>. With the name of a built-in rule it changes what is set and leaves the rest;
/// with another name it is a new rule.
/// </summary>
public sealed class AlertRuleOptions
{
    /// <summary>Whether it is judged.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What it watches.</summary>
    public AlertKind? Kind { get; set; }

    /// <summary>From this value on it is a warning: a rate, milliseconds or seconds, as its kind says.</summary>
    public double? Warning { get; set; }

    /// <summary>From this value on it is critical.</summary>
    public double? Critical { get; set; }

    /// <summary>Over how many minutes the value is taken.</summary>
    public int? WindowMinutes { get; set; }

    /// <summary>How many calls, orders or durations there must be in the window.</summary>
    public long? MinSample { get; set; }

    /// <summary>For how many minutes in a row the value must reach a threshold.</summary>
    public int? OpenAfterMinutes { get; set; }

    /// <summary>For how many minutes in a row the value must be good again.</summary>
    public int? CloseAfterMinutes { get; set; }

    /// <summary>The services, provinces or sources that it watches; none: all.</summary>
    public IList<string> Subjects { get; } = [];

    /// <summary>The built-in rules as the section changes them, and its own ones.</summary>
    internal static IReadOnlyList<AlertRule> ReadAll(Settings settings, string section)
    {
        var rules = AlertRules.Defaults.ToList();
        foreach (var name in settings.NamesIn(section))
        {
            var place = $"{section}:{name}";
            var faults = new List<string>();
            var options = settings.Read(place, new AlertRuleOptions(), null);
            var index = rules.FindIndex(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            var rule = options.ToRule(name, index < 0 ? null : rules[index], place, faults);
            if (index >= 0)
                rules.RemoveAt(index);
            if (rule is not null)
            {
                faults.AddRange(AlertRules.FaultsOf(rule, place));
                if (options.Enabled)
                    rules.Add(rule);
            }

            settings.Add(faults);
        }

        if (rules.Count > AlertRules.MaxRules)
            settings.Add([$"{section} makes {rules.Count} rules: expected at most {AlertRules.MaxRules}"]);
        return rules;
    }

    private AlertRule? ToRule(string name, AlertRule? builtIn, string place, List<string> faults)
    {
        if ((Kind ?? builtIn?.Kind) is not { } kind)
        {
            faults.Add($"{place} is no built-in rule and has no Kind: expected a Kind among {string.Join(", ", Enum.GetNames<AlertKind>())}, or one of the names {string.Join(", ", AlertRules.Defaults.Select(rule => rule.Name))}");
            return null;
        }

        // Thresholds of another kind of value mean nothing.
        var template = builtIn?.Kind == kind ? builtIn : null;
        if ((Warning ?? template?.Warning) is not { } warning || (Critical ?? template?.Critical) is not { } critical)
        {
            faults.Add($"{place} lacks {(Warning is null ? "Warning" : "Critical")}: expected both thresholds of a rule that is not built in");
            return null;
        }

        var rule = new AlertRule { Name = builtIn?.Name ?? name, Kind = kind, Warning = warning, Critical = critical };
        rule = rule with
        {
            WindowMinutes = WindowMinutes ?? template?.WindowMinutes ?? rule.WindowMinutes,
            MinSample = MinSample ?? template?.MinSample ?? rule.MinSample,
            OpenAfterMinutes = OpenAfterMinutes ?? template?.OpenAfterMinutes ?? rule.OpenAfterMinutes,
            CloseAfterMinutes = CloseAfterMinutes ?? template?.CloseAfterMinutes ?? rule.CloseAfterMinutes,
            Subjects = [.. Subjects],
        };
        if (!rule.IsOverMinutes)
        {
            foreach (var (setting, value) in ((string, object?)[])[(nameof(WindowMinutes), WindowMinutes), (nameof(MinSample), MinSample), (nameof(OpenAfterMinutes), OpenAfterMinutes)])
            {
                if (value is not null)
                    faults.Add($"{place}:{setting} is {value}: a rule of kind {kind} has none, its thresholds are seconds");
            }
        }

        return rule;
    }
}
