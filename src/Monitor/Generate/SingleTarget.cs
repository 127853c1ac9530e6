using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Monitor.Commands;

namespace RechargeMonitor.Monitor.Generate;

/// <summary>All lines to one stream.</summary>
internal sealed class SingleTarget(Stream stream) : ILineTarget
{
    private readonly StreamBufferWriter buffer = new(stream);

    public void WriteNext(LineGenerator generator) => generator.Next(buffer);

    public void Flush() => buffer.Flush();

    public void Dispose() => stream.Dispose();
}
