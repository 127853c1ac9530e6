using Microsoft.Extensions.Options;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>Finds every fault of the options at once.</summary>
public sealed class FeedingOptionsValidator : IValidateOptions<FeedingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, FeedingOptions options)
    {
        var faults = new List<string>();
        Positive(nameof(options.CheckpointInterval), options.CheckpointInterval);
        Positive(nameof(options.PollInterval), options.PollInterval);
        Positive(nameof(options.DiscoverInterval), options.DiscoverInterval);
        Positive(nameof(options.ConfirmPatience), options.ConfirmPatience);
        Positive(nameof(options.StopPatience), options.StopPatience);
        Positive(nameof(options.StreamProbeInterval), options.StreamProbeInterval);
        Positive(nameof(options.StreamSettleTime), options.StreamSettleTime);
        Within(nameof(options.MaxUnconfirmedBytes), options.MaxUnconfirmedBytes, 1024 * 1024, 4L * 1024 * 1024 * 1024);
        Within(nameof(options.MaxUnconfirmedEvents), options.MaxUnconfirmedEvents, 1024, 13 * 1024);

        // What is read at once may become one event of a target, and events must stay well under 1 MiB.
        Within(nameof(options.PollBytes), options.PollBytes, DeliveryLimits.MinPollBytes, 4 * 1024 * 1024);
        Within(nameof(options.ConfirmConcurrency), options.ConfirmConcurrency, 1, 10_000);
        Within(nameof(options.RewindsBeforeDirect), options.RewindsBeforeDirect, 1, 1000);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Positive(string key, TimeSpan value)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1))
                faults.Add($"{FeedingOptions.Section}:{key} is {value}: expected more than nothing and at most an hour, such as 00:00:01");
        }

        void Within(string key, long value, long least, long most)
        {
            if (value < least || value > most)
                faults.Add($"{FeedingOptions.Section}:{key} is {value}: expected {least} to {most}");
        }
    }
}
