using System.Diagnostics;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>
/// The traces that begin in ingest: one for each checkpoint, from which Orleans carries the context on to the grains that
/// confirm and to their storage. While nobody listens, nothing is made.
/// </summary>
public static class IngestTraces
{
    /// <summary>The source's name, by which telemetry is told to listen to it.</summary>
    public const string SourceName = "RechargeMonitor.Ingest";

    /// <summary>The name of a checkpoint's activity, which is the root of its trace.</summary>
    public const string Checkpoint = "checkpoint";

    internal static readonly ActivitySource Source = new(SourceName);
}
