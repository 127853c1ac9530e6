using RechargeMonitor.Core.Alerts;

namespace RechargeMonitor.Grains;

/// <summary>Who is told of alerts.</summary>
public interface IAlertReceivers
{
    /// <summary>How many events one message holds at the most: robots bound both messages a minute and their length.</summary>
    const int MaxEvents = 10;

    /// <summary>Their names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Those that forget an alert unless they are told again that it is open.</summary>
    IReadOnlyList<string> Forgetful { get; }

    /// <summary>Tells a receiver. Returns whether it has taken the message; whatever fails is logged there.</summary>
    /// <param name="receiver">Its name.</param>
    /// <param name="events">At most <see cref="MaxEvents"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<bool> TrySendAsync(string receiver, IReadOnlyList<AlertEvent> events, CancellationToken cancellationToken);
}
