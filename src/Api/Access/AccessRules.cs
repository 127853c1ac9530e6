namespace RechargeMonitor.Api.Access;

/// <summary>What needs no key or token.</summary>
/// <param name="ViewingIsOpen">Whether anyone may read figures.</param>
/// <param name="OperatingIsOpen">Whether anyone may read rejected lines and the grain dashboard.</param>
/// <param name="HasCredentials">Whether there are keys or tokens that open what is not open.</param>
public sealed record AccessRules(bool ViewingIsOpen, bool OperatingIsOpen, bool HasCredentials)
{
    /// <summary>Everything is open: for an address that only this machine reaches.</summary>
    public static AccessRules Open { get; } = new(true, true, false);

    /// <summary>Nothing is open but whether the process lives and is ready.</summary>
    public static AccessRules Closed { get; } = new(false, false, false);

    /// <summary>What the options make of an address; nothing where they do not say who may read there.</summary>
    /// <param name="options">Valid ones.</param>
    /// <param name="isLoopback">Whether only this machine reaches the address.</param>
    public static AccessRules? Of(AccessOptions options, bool isLoopback)
    {
        if (options.HasCredentials)
            return new AccessRules(options.AllowAnonymous, OperatingIsOpen: false, HasCredentials: true);
        if (isLoopback)
            return Open;
        return options.AllowAnonymous ? new AccessRules(ViewingIsOpen: true, OperatingIsOpen: false, HasCredentials: false) : null;
    }
}
