using System.Runtime.CompilerServices;

namespace RechargeMonitor.Core.Lines;

/// <summary>What begins behind a separator.</summary>
internal enum SeparatorKind : byte
{
    /// <summary>Nothing: this is no separator.</summary>
    None,

    /// <summary>A string; its opening quote is the separator's last byte.</summary>
    Text,

    /// <summary>A value of another kind, or one that is not known yet.</summary>
    Token,

    /// <summary>The next line: the separator is the object's closing brace and the line's ending.</summary>
    End,
}

/// <summary>
/// The bytes that stood between two values of a line, such as <c>,"idType":"</c>, before the first value, or behind the
/// last one. They were read by <see cref="SeparatorReader"/> once; where the same bytes stand again they mean the same.
/// </summary>
internal struct Separator
{
    /// <summary>Longer ones are not kept.</summary>
    public const int MaxBytes = TextWindow.Bytes;

    // Where the length changes so often in a row within so few lines, guessing it costs more than it gains.
    private const int MaxSurprises = 8;
    private const int SoonLines = 64;

    /// <summary>The bytes, and zeros behind them.</summary>
    public SeparatorBytes Bytes;

    /// <summary>A bit for each of its bytes.</summary>
    public ulong Mask;

    /// <summary>How many bytes there are.</summary>
    public int Length;

    /// <summary>How long the string behind it was last time; negative when it is of changing length.</summary>
    public int TextLength;

    /// <summary>How often in a row it was soon of another length again, and the line where it was so last.</summary>
    public int Surprises;
    public int SurprisingLine;

    /// <summary>What begins behind it.</summary>
    public SeparatorKind Kind;

    /// <summary>The field whose name is in it.</summary>
    public JsonField Field;

    /// <summary>Numbers of separators that stood behind the value that follows, instead of the one with the next number; 0 for none.</summary>
    public Successors Others;

    /// <summary>Notes that the string behind it is of another length than last time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Surprise(int length, int line)
    {
        Surprises = line - SurprisingLine < SoonLines ? Surprises + 1 : 0;
        SurprisingLine = line;
        TextLength = Surprises < MaxSurprises ? length : -1;
    }
}

/// <summary>Room for the bytes of a separator.</summary>
[InlineArray(Separator.MaxBytes)]
internal struct SeparatorBytes
{
    private byte first;
}

/// <summary>Numbers of separators.</summary>
[InlineArray(Count)]
internal struct Successors
{
    public const int Count = 6;

    private byte first;
}
