using Microsoft.Extensions.Options;

namespace RechargeMonitor.Ingest.Sources.Kafka;

/// <summary>Finds every fault of the options at once.</summary>
public sealed class KafkaOptionsValidator : IValidateOptions<KafkaOptions>
{
    /// <summary>So that a partition's name, with what is added to it, is short enough for the database.</summary>
    private const int MaxTopicLength = 80;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.BootstrapServers) || !options.BootstrapServers.Split(',').All(IsServer))
            Fault(nameof(options.BootstrapServers), options.BootstrapServers, "hosts and ports separated by commas, such as kafka-1:9092,kafka-2:9092");
        if (!IsTopic(options.Topic))
            Fault(nameof(options.Topic), options.Topic, $"1 to {MaxTopicLength} characters of A-Z a-z 0-9 . _ -");
        if (options.DeadLetterTopic.Length > 0 && (!IsTopic(options.DeadLetterTopic) || options.DeadLetterTopic == options.Topic))
            Fault(nameof(options.DeadLetterTopic), options.DeadLetterTopic, $"another topic than {options.Topic}, 1 to {MaxTopicLength} characters of A-Z a-z 0-9 . _ -");
        if (string.IsNullOrWhiteSpace(options.Group))
            Fault(nameof(options.Group), options.Group, "a name, such as recharge-monitor");
        if (options.StartAt.Length > 0 && !KafkaOptions.TryParseTime(options.StartAt, out _))
            Fault(nameof(options.StartAt), options.StartAt, "a time with its zone, such as 2017-04-12T00:00:00+08:00");
        Within(nameof(options.LossPatience), options.LossPatience, TimeSpan.Zero, TimeSpan.FromHours(1));
        Within(nameof(options.MetadataRefresh), options.MetadataRefresh, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Within(nameof(options.SessionTimeout), options.SessionTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Within(nameof(options.DeadLetterTimeout), options.DeadLetterTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        if (options.QueueKiB is < 1024 or > 2_097_151)
            Fault(nameof(options.QueueKiB), options.QueueKiB.ToString(System.Globalization.CultureInfo.InvariantCulture), "1024 to 2097151");
        Readable(nameof(options.SaslPasswordFile), options.SaslPasswordFile);
        Readable(nameof(options.SslKeyPasswordFile), options.SslKeyPasswordFile);
        foreach (var property in options.Properties.Keys.Where(KafkaSettings.IsReserved).Order(StringComparer.Ordinal))
            faults.Add($"{KafkaOptions.Section}:Properties:{property} cannot be set: {KafkaSettings.InsteadOf(property)}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Fault(string key, string value, string expected) =>
            faults.Add($"{KafkaOptions.Section}:{key} is '{value}': expected {expected}");

        void Within(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                Fault(key, value.ToString(), $"{least} to {most}");
        }

        void Readable(string key, string path)
        {
            if (path.Length == 0)
                return;
            try
            {
                using var file = File.OpenRead(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                faults.Add($"{KafkaOptions.Section}:{key} is '{path}', which cannot be read: {exception.Message}");
            }
        }
    }

    private static bool IsTopic(string topic) =>
        topic.Length is > 0 and <= MaxTopicLength && topic is not ("." or "..") && topic.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    private static bool IsServer(string server)
    {
        var text = server.Trim();
        var host = text[(text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0)..];
        var colon = host.LastIndexOf(':');
        return host.Length > 0 && !host.Contains(' ') && (colon < 0 || host.EndsWith(']') || ushort.TryParse(host.AsSpan(colon + 1), out _));
    }
}
