namespace RechargeMonitor.Oracle;

/// <summary>What the lines of one source ended in.</summary>
public sealed class SourceCounts(string source, long position)
{
    public string Source { get; } = source;

    /// <summary>The length of the file in bytes, or the number of messages.</summary>
    public long Position { get; private set; } = position;

    public long Lines { get; private set; }

    public long Counted { get; private set; }

    public long Other { get; private set; }

    public long Rejected { get; private set; }

    public long Blank { get; private set; }

    /// <summary>A line that is a message.</summary>
    public void AddMessage(LineOutcome outcome)
    {
        Position++;
        Add(outcome);
    }

    public void Add(LineOutcome outcome)
    {
        Lines++;
        switch (outcome)
        {
            case LineOutcome.Counted: Counted++; break;
            case LineOutcome.Other: Other++; break;
            case LineOutcome.Rejected: Rejected++; break;
            case LineOutcome.Blank: Blank++; break;
            default: throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome");
        }
    }
}
