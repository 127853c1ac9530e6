using System.Buffers;
using RechargeMonitor.Ingest.Generator;
using RechargeMonitor.Monitor.Commands;

namespace RechargeMonitor.Monitor.Generate;

/// <summary>The logs of all hosts below a folder, a file per server process.</summary>
internal sealed class HostFiles : ILineTarget
{
    private readonly List<LogFileStream> streams = [];
    private readonly StreamBufferWriter[] buffers;
    private readonly ArrayBufferWriter<byte> line = new(LineGenerator.MaxLineBytes);

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="appends">Whether to add to files that exist.</param>
    /// <exception cref="FaultException">A file exists, or cannot be made.</exception>
    public HostFiles(string folder, bool appends)
    {
        // Nothing is made if something stands in the way.
        var paths = LogFiles.Paths.Select(path => Path.Combine(folder, path)).ToArray();
        foreach (var path in paths)
            LogFileStream.ThrowIfExists(path, appends);
        try
        {
            foreach (var path in paths)
                streams.Add(new LogFileStream(path, appends));
        }
        catch
        {
            Dispose();
            throw;
        }

        buffers = [.. streams.Select(stream => new StreamBufferWriter(stream))];
    }

    public void WriteNext(LineGenerator generator)
    {
        // Which file a line belongs to is known when it is written.
        line.ResetWrittenCount();
        var generated = generator.Next(line);
        buffers[generated.LogFile].Write(line.WrittenSpan);
    }

    public void Flush()
    {
        foreach (var buffer in buffers)
            buffer.Flush();
    }

    public void Dispose()
    {
        foreach (var stream in streams)
            stream.Dispose();
    }
}
