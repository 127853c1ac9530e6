using OpenTelemetry.Exporter;

namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>Whom telemetry is sent to by OTLP.</summary>
internal sealed class OtlpTarget
{
    private readonly Uri endpoint;
    private readonly OtlpTransport transport;
    private readonly string? headers;

    /// <param name="options">Valid options that name an endpoint.</param>
    /// <exception cref="FaultException">The file of headers cannot be read.</exception>
    public OtlpTarget(TelemetryOptions options)
    {
        (endpoint, transport) = (new Uri(options.OtlpEndpoint!), options.OtlpProtocol);
        if (options.OtlpHeadersFile is { } file)
            headers = Read(file);
    }

    /// <summary>Sets an exporter up.</summary>
    /// <param name="exporter">The exporter.</param>
    /// <param name="signal"><c>metrics</c>, <c>traces</c> or <c>logs</c>: over HTTP each has a path of its own.</param>
    public void Configure(OtlpExporterOptions exporter, string signal)
    {
        exporter.Protocol = transport == OtlpTransport.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = transport == OtlpTransport.Grpc ? endpoint : new Uri($"{endpoint.ToString().TrimEnd('/')}/v1/{signal}");
        exporter.Headers = headers ?? exporter.Headers;
    }

    private static string Read(string file)
    {
        try
        {
            return string.Join(',', File.ReadAllLines(file).Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Trim()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"Telemetry:OtlpHeadersFile {file} cannot be read ({exception.Message}): name a file that holds lines of name=value", exception);
        }
    }
}
