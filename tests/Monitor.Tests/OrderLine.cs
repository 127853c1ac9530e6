using System.Text;
using RechargeMonitor.Oracle;

namespace RechargeMonitor.Monitor.Tests;

/// <summary>A line that counts, without its ending.</summary>
internal static class OrderLine
{
    public static byte[] Make() => Encoding.UTF8.GetBytes(SampleLine.Order());

    /// <summary>The same with another text in one field, written as in JSON.</summary>
    public static byte[] Make(string field, string text) => Encoding.UTF8.GetBytes(SampleLine.Order((field, $"\"{text}\"")));
}
