using System.Text;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Simulation;

/// <summary>A line and what the judge reads in it.</summary>
internal sealed record PoolLine(byte[] Bytes, LineReading Reading)
{
    public static PoolLine Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new PoolLine(bytes, LineReader.Read(bytes));
    }
}
