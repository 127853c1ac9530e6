namespace RechargeMonitor.Ingest.Generator;

/// <summary>What a reader has to make of a generated line: the four outcomes that a line can have.</summary>
public enum LineKind
{
    /// <summary>A line of an order. The only kind unless <see cref="GeneratorOptions.OddLinesPerMillion"/> asks for more.</summary>
    Counted = 0,

    /// <summary>A well-formed line of a service outside the top-up.</summary>
    Other = 1,

    /// <summary>A line that cannot be counted: cut off, not UTF-8, or without a field that it needs.</summary>
    Rejected = 2,

    /// <summary>Nothing but white space.</summary>
    Blank = 3,
}
