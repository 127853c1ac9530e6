using Microsoft.Extensions.Options;
using RechargeMonitor.Core.Alerts;
using RechargeMonitor.Core.Alerts.Messages;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Silo.Alerts;

namespace RechargeMonitor.Monitor.Alerts;

/// <summary>Alerts as they are configured.</summary>
/// <param name="Settings">What is judged.</param>
/// <param name="Receivers">Who is told, by name.</param>
internal sealed record ConfiguredAlerts(AlertSettings Settings, IReadOnlyDictionary<string, WebhookTarget> Receivers);

/// <summary>
/// What is judged and who is told. Section <c>Alerts</c>; beside these settings it holds <c>Rules:&lt;name&gt;</c>
/// (<see cref="AlertRuleOptions"/>) and <c>Receivers:&lt;name&gt;</c> (<see cref="WebhookOptions"/>).
/// </summary>
public sealed class AlertOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Alerts";

    private const string Rules = "Rules";
    private const string Receivers = "Receivers";

    /// <summary>Whether anything is judged.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A minute is judged once a line of one so much later was counted: the longer, the more of its late lines are in.</summary>
    public int LagMinutes { get; set; } = 2;

    /// <summary>Minutes older than this are not judged, so that a backlog of old lines opens no alerts as if it were now.</summary>
    public int MaxAgeMinutes { get; set; } = 30;

    /// <summary>Where messages say that there is more to see.</summary>
    public string WallUrl { get; set; } = "http://localhost:8080/";

    /// <summary>Reads the section; what is wrong is kept in the settings.</summary>
    internal static ConfiguredAlerts Read(Settings settings)
    {
        var options = settings.Read(Section, new AlertOptions(), new AlertOptionsValidator(), Rules, Receivers);
        var rules = AlertRuleOptions.ReadAll(settings, $"{Section}:{Rules}");
        var receivers = ReadReceivers(settings, Uri.TryCreate(options.WallUrl, UriKind.Absolute, out var wall) ? wall : new Uri("http://localhost/"));
        return new ConfiguredAlerts(new AlertSettings(options.Enabled ? rules : [], options.LagMinutes, options.MaxAgeMinutes), receivers);
    }

    private static SortedDictionary<string, WebhookTarget> ReadReceivers(Settings settings, Uri wall)
    {
        var receivers = new SortedDictionary<string, WebhookTarget>(StringComparer.Ordinal);
        var names = settings.NamesIn($"{Section}:{Receivers}");
        if (names.Count > AlertOutbox.MaxReceivers)
            settings.Add([$"{Section}:{Receivers} holds {names.Count} receivers: expected at most {AlertOutbox.MaxReceivers}"]);
        foreach (var name in names)
        {
            var place = $"{Section}:{Receivers}:{name}";
            var faults = new List<string>();
            if (settings.Read(place, new WebhookOptions(), null).ToTarget(place, wall, faults) is { } target)
                receivers.Add(name, target);
            settings.Add(faults);
        }

        return receivers;
    }
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class AlertOptionsValidator : IValidateOptions<AlertOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AlertOptions options)
    {
        var faults = new List<string>();
        if (options.LagMinutes is < 0 or > 60)
            faults.Add($"Alerts:LagMinutes is {options.LagMinutes}: expected 0 to 60");
        if (options.MaxAgeMinutes is < 1 or > 1440 || options.MaxAgeMinutes <= options.LagMinutes)
            faults.Add($"Alerts:MaxAgeMinutes is {options.MaxAgeMinutes}: expected 1 to 1440, and more than Alerts:LagMinutes, which is {options.LagMinutes}");
        if (!Uri.TryCreate(options.WallUrl, UriKind.Absolute, out var wall) || wall.Scheme is not ("http" or "https"))
            faults.Add($"Alerts:WallUrl is '{options.WallUrl}': expected an address such as http://monitor.example/");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
