using RechargeMonitor.Api.Access;
using RechargeMonitor.Api.Limits;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Ingest.Sources.Kafka;
using RechargeMonitor.Monitor.Alerts;
using RechargeMonitor.Monitor.Cluster;
using RechargeMonitor.Monitor.Serve;
using RechargeMonitor.Monitor.Telemetry;
using RechargeMonitor.Silo.Clustering;
using RechargeMonitor.Silo.Storage.MySql;
using RechargeMonitor.Snapshots.Redis;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>A file of settings, as <c>--config</c> names one.</summary>
internal static class SettingsFile
{
    // Those of the monitor, and those that ASP.NET Core itself reads.
    private static readonly string[] Sections =
    [
        ServeOptions.Section, FeedingOptions.Section, KafkaOptions.Section, MySqlOptions.Section, RedisOptions.Section, ClusterOptions.Section,
        SiloHostOptions.Section, IngestHostOptions.Section, ApiHostOptions.Section, AccessOptions.Section, LimitsOptions.Section, AlertOptions.Section, TelemetryOptions.Section, "Kestrel", "Logging", "AllowedHosts",
    ];

    /// <summary>Adds the file's settings.</summary>
    /// <param name="configuration">Where to.</param>
    /// <param name="file">The file.</param>
    /// <param name="called">What stands before its name in messages.</param>
    /// <exception cref="FaultException">The file cannot be read, or holds a section that nobody reads.</exception>
    public static void Add(IConfigurationBuilder configuration, string file, string called = "--config ")
    {
        try
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        }
        catch (FileNotFoundException exception)
        {
            throw new FaultException($"{called}{file} cannot be read: there is no such file", exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // The innermost exception knows the line in the file.
            throw new FaultException($"{called}{file} cannot be read: {exception.GetBaseException().Message}", exception);
        }

        var unknown = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file)).Build().GetChildren()
            .Select(section => section.Key).Except(Sections, StringComparer.OrdinalIgnoreCase).ToArray();
        if (unknown.Length > 0)
            throw new FaultException($"{called}{file} holds {string.Join(", ", unknown)}: expected sections among {string.Join(", ", Sections)}");
    }
}
