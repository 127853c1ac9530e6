using OpenTelemetry.Trace;
using RechargeMonitor.Ingest.Feeding;

namespace RechargeMonitor.Monitor.Telemetry;

/// <summary>
/// Chooses which traces are made: a part of the checkpoints and nothing else. What Orleans does outside of them, above all
/// its own calls for streams, would be traces of one call each.
/// </summary>
/// <param name="ratio">The part, 0 to 1.</param>
internal sealed class CheckpointSampler(double ratio) : Sampler
{
    private readonly TraceIdRatioBasedSampler part = new(ratio);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        samplingParameters.Name == IngestTraces.Checkpoint ? part.ShouldSample(samplingParameters) : new SamplingResult(SamplingDecision.Drop);
}
