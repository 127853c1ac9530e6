namespace RechargeMonitor.Contracts;

/// <summary>Judges the rules and keeps the alerts. There is one, with the key <see cref="Core.Alerts.AlertState.Key"/>.</summary>
[Alias("RechargeMonitor.IAlertGrain")]
public interface IAlertGrain : IGrainWithStringKey
{
    /// <summary>Judges what can be judged by now. Every silo calls it once a second, so that one of them brings it to life.</summary>
    [Alias("Look")]
    Task LookAsync();
}
