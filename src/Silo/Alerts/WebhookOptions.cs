using RechargeMonitor.Core.Alerts.Messages;

namespace RechargeMonitor.Silo.Alerts;

/// <summary>
/// A receiver of alerts. Section <c>Alerts:Receivers:&lt;name&gt;</c>. Addresses of robots hold a token, so they are secrets like
/// the secret itself: both may come from files, and neither is ever logged.
/// </summary>
public sealed class WebhookOptions
{
    /// <summary>Where alerts are sent.</summary>
    public string? Url { get; set; }

    /// <summary>A file whose only line is the address, instead of <see cref="Url"/>.</summary>
    public string? UrlFile { get; set; }

    /// <summary>
    /// The form; without it that of an Alertmanager's own interface where the address ends with <c>/api/v2/alerts</c>, and
    /// otherwise that in which an Alertmanager tells its receivers.
    /// </summary>
    public WebhookFormat? Format { get; set; }

    /// <summary>What messages to a robot of DingTalk or Feishu are signed with.</summary>
    public string? Secret { get; set; }

    /// <summary>A file whose only line is the secret, instead of <see cref="Secret"/>.</summary>
    public string? SecretFile { get; set; }

    /// <summary>The receiver, or everything that is wrong with it.</summary>
    /// <param name="place">What its settings are called.</param>
    /// <param name="wall">Where people look further.</param>
    /// <param name="faults">Where to add what is wrong.</param>
    public WebhookTarget? ToTarget(string place, Uri wall, ICollection<string> faults)
    {
        var url = Text($"{place}:Url", Url, UrlFile, faults);
        var secret = Text($"{place}:Secret", Secret, SecretFile, faults);
        if (url is null && UrlFile is null)
            faults.Add($"{place}:Url is empty: expected the address that takes alerts, or a file that holds it in {place}:UrlFile");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            // What stands there may be a secret, even where it is wrong.
            if (url is not null)
                faults.Add($"{place}:Url is no address: expected one that begins with http:// or https://");
            return null;
        }

        var format = Format ?? (address.AbsolutePath.EndsWith("/api/v2/alerts", StringComparison.Ordinal) ? WebhookFormat.AlertmanagerApi : WebhookFormat.Alertmanager);
        if (secret is not null && format is not (WebhookFormat.DingTalk or WebhookFormat.Feishu))
            faults.Add($"{place}:Secret is set, but messages of format {format} are not signed: leave it out, or set {place}:Format to DingTalk or Feishu");
        return new WebhookTarget(format, address, secret, wall);
    }

    private static string? Text(string place, string? text, string? file, ICollection<string> faults)
    {
        if (file is null)
            return string.IsNullOrEmpty(text) ? null : text;
        if (!string.IsNullOrEmpty(text))
            faults.Add($"{place} and {place}File are both set: expected one of them");
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{place}File is '{file}', which cannot be read: {exception.Message}");
            return null;
        }
    }
}
