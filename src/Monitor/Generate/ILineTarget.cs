using RechargeMonitor.Ingest.Generator;

namespace RechargeMonitor.Monitor.Generate;

/// <summary>Where generated lines go.</summary>
internal interface ILineTarget : IDisposable
{
    /// <summary>Writes the generator's next line, perhaps only to a buffer.</summary>
    void WriteNext(LineGenerator generator);

    /// <summary>Hands on what is buffered.</summary>
    void Flush();
}
