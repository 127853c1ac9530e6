using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Limits;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>Where a host listens, and who may ask it what.</summary>
/// <param name="Url">The address.</param>
/// <param name="Options">Keys and tokens.</param>
/// <param name="Rules">What is open to everyone.</param>
/// <param name="Limits">How much each client may ask for.</param>
internal sealed record WebAccess(string Url, AccessOptions Options, AccessRules Rules, LimitsOptions Limits)
{
    /// <summary>Reads the settings of a host that serves figures.</summary>
    /// <exception cref="FaultException">Others reach the address, and nothing says which of them may read.</exception>
    public static WebAccess OfFigures(Settings settings, string url) => Of(settings, url, rules => rules
        ?? throw new FaultException(
            $"{url} is reached from other machines, and nothing says who of them may read: name API keys with --keys FILE ('recharge-monitor keys add' makes them) or Access:Jwt, or let everyone read figures with --allow-anonymous"));

    /// <summary>Reads the settings of a host that serves no figures: without keys it only says how it is.</summary>
    public static WebAccess OfHealth(Settings settings, string url) => Of(settings, url, rules => rules ?? AccessRules.Closed);

    private static WebAccess Of(Settings settings, string url, Func<AccessRules?, AccessRules> require)
    {
        var options = settings.Read(AccessOptions.Section, new AccessOptions(), new AccessOptionsValidator());
        var limits = settings.Read(LimitsOptions.Section, new LimitsOptions(), new LimitsOptionsValidator());
        settings.ThrowIfFaulty();
        var isLoopback = UrlRule.IsLoopback(url);
        limits.Complete(isLoopback);
        return new WebAccess(url, options, require(AccessRules.Of(options, isLoopback)), limits);
    }
}
