using RechargeMonitor.Api.Access;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>Who may read, as options of the command line.</summary>
internal static class AccessSettings
{
    public static SettingOption Keys { get; } = SettingOption.Text(
        "--keys", "FILE", $"{AccessOptions.Section}:{nameof(AccessOptions.KeysFile)}", "Let only owners of the API keys in this file in; 'keys add' makes them. It is read again when it changes.");

    public static SettingOption AllowAnonymous { get; } = SettingOption.Flag(
        "--allow-anonymous", $"{AccessOptions.Section}:{nameof(AccessOptions.AllowAnonymous)}", "Let everyone who reaches the address read figures; rejected lines and the dashboard stay closed.");
}
