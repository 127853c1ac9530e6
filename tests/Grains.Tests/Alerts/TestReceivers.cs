using RechargeMonitor.Core.Alerts;

namespace RechargeMonitor.Grains.Tests.Alerts;

/// <summary>Receivers that remember what they are told, and can fail and hang.</summary>
internal sealed class TestReceivers(params string[] names) : IAlertReceivers
{
    private readonly Lock gate = new();
    private readonly List<string> told = [];

    public volatile bool Fails;
    public volatile bool Hangs;

    public IReadOnlyList<string> Names { get; } = names;

    public IReadOnlyList<string> Forgetful { get; init; } = [];

    public IReadOnlyList<string> Told
    {
        get
        {
            lock (gate)
                return [.. told];
        }
    }

    public async Task<bool> TrySendAsync(string receiver, IReadOnlyList<AlertEvent> events, CancellationToken cancellationToken)
    {
        if (Hangs)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        await Task.Yield();
        if (Fails)
            return false;
        lock (gate)
            told.AddRange(events.Select(taken => $"{receiver}: {taken.Change} {taken.Alert.Subject}"));
        return true;
    }
}
