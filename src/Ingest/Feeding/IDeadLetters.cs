using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>Where rejected lines are also sent, masked, for whoever repairs what writes them.</summary>
public interface IDeadLetters
{
    /// <summary>
    /// Sends rejected lines before they are committed, so that a crash in between repeats them and does not lose them.
    /// Ends within a bound of its own and never throws: a place that cannot take them must not stop the figures.
    /// </summary>
    /// <param name="source">What operators call the partition.</param>
    /// <param name="lines">The lines, masked.</param>
    /// <returns>How many of them were not taken.</returns>
    Task<int> SendAsync(string source, IReadOnlyList<RejectedLine> lines);
}
