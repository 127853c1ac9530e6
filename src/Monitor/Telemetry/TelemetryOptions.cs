using Microsoft.Extensions.Options;

namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>What the process tells of itself, and to whom. Section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Telemetry";

    /// <summary>Whether the page <c>/metrics</c> is there, for Prometheus.</summary>
    public bool MetricsPage { get; set; } = true;

    /// <summary>Where metrics, traces and logs are sent by OTLP, such as <c>http://collector:4317</c>; nowhere without it.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>How they are sent.</summary>
    public OtlpTransport OtlpProtocol { get; set; } = OtlpTransport.Grpc;

    /// <summary>A file of headers that are sent along, one <c>name=value</c> a line, as a collector that asks for a token needs them.</summary>
    public string? OtlpHeadersFile { get; set; }

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan OtlpMetricsInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Which part of the checkpoints is traced, 0 to 1. All processes of a cluster need the same, or a trace breaks off.</summary>
    public double TraceRatio { get; set; }

    /// <summary>Whether what Orleans measures of itself is told too.</summary>
    public bool OrleansMetrics { get; set; }

    /// <summary>Whether traces are made at all.</summary>
    internal bool HasTraces => OtlpEndpoint is not null && TraceRatio > 0;
}

/// <summary>The two transports of OTLP.</summary>
public enum OtlpTransport
{
    /// <summary>gRPC, usually on port 4317.</summary>
    Grpc,

    /// <summary>Protocol buffers over HTTP, usually on port 4318.</summary>
    Http,
}

/// <summary>Finds every fault of the options at once.</summary>
public sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var faults = new List<string>();
        if (options.OtlpEndpoint is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            faults.Add($"Telemetry:OtlpEndpoint (--otlp) is '{endpoint}': expected an address such as http://collector:4317");
        if (!Enum.IsDefined(options.OtlpProtocol))
            faults.Add($"Telemetry:OtlpProtocol is '{options.OtlpProtocol}': expected Grpc or Http");
        if (options.OtlpHeadersFile is { } file && !File.Exists(file))
            faults.Add($"Telemetry:OtlpHeadersFile is '{file}': there is no such file");
        if (options.OtlpMetricsInterval.TotalSeconds is < 1 or > 3600)
            faults.Add($"Telemetry:OtlpMetricsInterval is {options.OtlpMetricsInterval}: expected 1 s to 1 h");
        if (options.TraceRatio is not (>= 0 and <= 1))
            faults.Add(FormattableString.Invariant($"Telemetry:TraceRatio is {options.TraceRatio}: expected 0 to 1"));
        if (options.TraceRatio > 0 && options.OtlpEndpoint is null)
            faults.Add("Telemetry:TraceRatio is set but Telemetry:OtlpEndpoint (--otlp) is not: traces have nowhere to go");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
