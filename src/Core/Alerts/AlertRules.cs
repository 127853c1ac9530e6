using RechargeMonitor.Core.Lines;
using RechargeMonitor.Core.Provinces;

namespace RechargeMonitor.Core.Alerts;

/// <summary>The rules that apply where nothing else is configured, and what rules may be.</summary>
public static class AlertRules
{
    /// <summary>How many rules there may be.</summary>
    public const int MaxRules = 64;

    /// <summary>The longest window and the longest hysteresis, in minutes.</summary>
    public const int MaxMinutes = 120;

    private const int MaxNameLength = 64;
    private const double MsPerDay = ChinaTime.MsPerDay;
    private const double SecondsPerDay = 86_400;

    /// <summary>The built-in rules. <c>docs/alerts.md</c> says why they are what they are.</summary>
    public static IReadOnlyList<AlertRule> Defaults { get; } =
    [
        new() { Name = "interface-failures", Kind = AlertKind.InterfaceFailureRate, Warning = 0.05, Critical = 0.2 },
        new() { Name = "province-failures", Kind = AlertKind.ProvinceFailureRate, Warning = 0.2, Critical = 0.5, WindowMinutes = 10, MinSample = 50 },
        new() { Name = "recharge-p95", Kind = AlertKind.RechargeP95, Warning = 180_000, Critical = 600_000, WindowMinutes = 10, OpenAfterMinutes = 3 },
        new() { Name = "source-silent", Kind = AlertKind.SourceSilent, Warning = 300, Critical = 900, CloseAfterMinutes = 1 },
        new() { Name = "books", Kind = AlertKind.BooksUnbalanced, Warning = 60, Critical = 300, CloseAfterMinutes = 1 },
    ];

    /// <summary>Everything that is wrong with a rule: the setting, its value and what is expected.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="place">What its settings are called, for example <c>Alerts:Rules:books</c>.</param>
    public static IEnumerable<string> FaultsOf(AlertRule rule, string place)
    {
        if (rule.Name.Length is 0 or > MaxNameLength || !rule.Name.All(IsOfName))
            yield return $"{place} is called '{rule.Name}': expected a name of 1 to {MaxNameLength} letters, digits, - and _";
        var (most, unit) = Bound(rule.Kind);
        if (!(rule.Warning > 0) || rule.Warning > most)
            yield return FormattableString.Invariant($"{place}:Warning is {rule.Warning}: expected {unit}");
        if (!(rule.Critical > 0) || rule.Critical > most)
            yield return FormattableString.Invariant($"{place}:Critical is {rule.Critical}: expected {unit}");
        if (rule.Critical < rule.Warning)
            yield return FormattableString.Invariant($"{place}:Critical is {rule.Critical}: expected not less than Warning, which is {rule.Warning}");
        if (rule.CloseAfterMinutes is < 1 or > MaxMinutes)
            yield return $"{place}:CloseAfterMinutes is {rule.CloseAfterMinutes}: expected 1 to {MaxMinutes}";
        foreach (var fault in rule.IsOverMinutes ? FaultsOverMinutes(rule, place) : [])
            yield return fault;
        foreach (var subject in rule.Subjects.Where(subject => !IsSubject(rule.Kind, subject)))
            yield return $"{place}:Subjects holds '{subject}': expected {Subjects(rule.Kind)}";
    }

    private static IEnumerable<string> FaultsOverMinutes(AlertRule rule, string place)
    {
        if (rule.WindowMinutes is < 1 or > MaxMinutes)
            yield return $"{place}:WindowMinutes is {rule.WindowMinutes}: expected 1 to {MaxMinutes}";
        if (rule.MinSample < 1)
            yield return $"{place}:MinSample is {rule.MinSample}: expected 1 or more";
        if (rule.OpenAfterMinutes is < 1 or > MaxMinutes)
            yield return $"{place}:OpenAfterMinutes is {rule.OpenAfterMinutes}: expected 1 to {MaxMinutes}";
    }

    private static bool IsOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    private static (double Most, string Unit) Bound(AlertKind kind) => kind switch
    {
        AlertKind.InterfaceFailureRate or AlertKind.ProvinceFailureRate => (1, "a rate above 0, up to 1, such as 0.05"),
        AlertKind.RechargeP95 => (MsPerDay, "milliseconds above 0, up to a day, such as 180000"),
        _ => (SecondsPerDay, "seconds above 0, up to a day, such as 300"),
    };

    private static bool IsSubject(AlertKind kind, string subject) => kind switch
    {
        // As the log spells it: alerts are told apart by their subjects.
        AlertKind.InterfaceFailureRate => Services.TryParse(subject, out var service) && Services.Name(service) == subject,
        AlertKind.ProvinceFailureRate => ProvinceCode.TryParse(subject, out var code) && ProvinceTable.IndexOf(code) >= 0,
        AlertKind.SourceSilent => subject.Length > 0,
        _ => false,
    };

    private static string Subjects(AlertKind kind) => kind switch
    {
        AlertKind.InterfaceFailureRate => "services such as sendRechargeReq",
        AlertKind.ProvinceFailureRate => "codes of the table of provinces, such as 200",
        AlertKind.SourceSilent => "sources as /api/v1/audit names them",
        _ => "none: the rule has only one subject",
    };
}
