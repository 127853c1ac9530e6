using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Feeding;

/// <summary>Where rejected lines are also sent, masked, for whoever repairs what writes them.</summary>
public interface IDeadLetters
{
    /// <summary>
    /// Sends rejected lines before they are committed, so that a crash in between repeats them and does not lose them.
    /// Ends within a bound of its own, at once where the place is known not to take them in time, and never throws: it must
    /// not stop the figures or make them late. Several calls may be under way.
    /// </summary>
    /// <param name="source">What operators call the partition.</param>
    /// <param name="lines">The lines, masked.</param>
    /// <returns>How many lines were not taken, of these and of earlier ones that nobody waited for.</returns>
    Task<int> SendAsync(string source, IReadOnlyList<RejectedLine> lines);
}
