using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace RechargeMonitor.Core.Lines;

/// <summary>What a walk over a line found.</summary>
internal enum WalkResult
{
    /// <summary>One JSON object in valid UTF-8.</summary>
    IsObject,

    /// <summary>Something else.</summary>
    IsNoObject,

    /// <summary>It cannot be said here, because no LF or too few bytes follow.</summary>
    NeedsRoom,
}

/// <summary>
/// Walks over a line's object from value to value, and notes where the fields' texts stand. What stands between two values
/// is guessed by <see cref="SeparatorGraph"/> and compared; where no guess is right, <see cref="SeparatorReader"/> reads it.
/// A string of printable ASCII is seen in one look; all other values are read by <see cref="JsonScanner"/>.
/// </summary>
internal sealed class LineWalker
{
    /// <summary>How many bytes are looked at from the beginning of a separator on: it, a look at a value, and its quote.</summary>
    public const int RoomBytes = Separator.MaxBytes + TextWindow.Bytes + 1;

    private readonly SeparatorGraph graph = new();
    private readonly KnownTexts knownTexts = new();
    private FieldTexts fields;
    private int lines;

    // For the unescaped form of a name.
    private readonly byte[] scratch = new byte[LineSplitter.MaxLineBytes];

    /// <summary>Where a field's text stands in the line that was walked over last.</summary>
    public JsonText this[JsonField field] => new(Unsafe.Add(ref fields[0], (int)field));

    /// <summary>Walks over the line at the beginning of a run of bytes.</summary>
    /// <param name="run">The bytes. <see cref="RoomBytes"/> must follow the line.</param>
    /// <param name="lineEnd">Where the LF that ends the line stands, if it is known; otherwise negative.</param>
    /// <param name="consumed">The length of the line and its ending, if it is an object.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public WalkResult Walk(ReadOnlySpan<byte> run, int lineEnd, out int consumed)
    {
        ref var first = ref MemoryMarshal.GetReference(run);
        ref var separator = ref graph.Root;
        ref var places = ref fields[0];
        fields = default;
        lines++;
        var line = new Line { Run = run, End = lineEnd };
        nint limit = run.Length - RoomBytes;
        nint offset = 0;
        while (offset <= limit)
        {
            // What stands before the next value: in most lines what stood there in an earlier one.
            separator = ref Unsafe.Add(ref separator, 1);
            if ((TextWindow.Differences(ref first, (nuint)offset, ref separator.Bytes[0]) & separator.Mask) != 0)
            {
                separator = ref FindSeparator(ref line, ref Unsafe.Subtract(ref separator, 1), (int)offset);
                if (separator.Kind == SeparatorKind.None)
                    break;
            }

            offset += separator.Length;
            if (separator.Kind == SeparatorKind.Text)
            {
                // The length is guessed to be what it was last time, so that the processor goes on before the bytes are there.
                var length = separator.TextLength;
                var found = BitOperations.TrailingZeroCount(TextWindow.Stops(ref first, (nuint)offset));
                if (found != length)
                {
                    if (length >= 0)
                        separator.Surprise(found, lines);
                    length = found;
                }

                if (Unsafe.Add(ref first, offset + length) == '"')
                {
                    Unsafe.Add(ref places, (nuint)separator.Field) = JsonText.Pack((int)offset, length);
                    offset += length + 1;
                    continue;
                }
            }
            else if (separator.Kind == SeparatorKind.End)
            {
                consumed = line.End < 0 ? (int)offset : line.End + 1;
                return offset == consumed ? WalkResult.IsObject : WhatEnds(ref line, (int)offset - separator.Length);
            }

            offset = ReadValue(ref line, separator.Kind, separator.Field, (int)offset);
            if (offset < 0)
                break;
        }

        // Nothing can be said of a line whose end was not found.
        consumed = 0;
        return offset > limit || line.End < 0 ? WalkResult.NeedsRoom : WalkResult.IsNoObject;
    }

    /// <summary>A separator that was not the first guess; <see cref="SeparatorGraph.Root"/> where none stands.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private ref Separator FindSeparator(scoped ref Line line, ref Separator before, int offset)
    {
        ref var known = ref graph.FindOther(ref before, ref MemoryMarshal.GetReference(line.Run), (nuint)offset);
        if (known.Kind != SeparatorKind.None || !line.TryFindEnd(offset))
            return ref known;

        var separator = default(Separator);
        if (!SeparatorReader.TryRead(line.Run[..line.End], offset, graph.IsRoot(ref before), scratch, ref separator))
            return ref graph.Root;

        // The line's ending belongs to the object's end. Other line feeds can only stand in a message of several lines.
        var withoutEnding = line.Run.Slice(offset, separator.Length);
        if (separator.Kind == SeparatorKind.End)
            separator.Length++;
        return ref graph.Learn(ref before, separator, withoutEnding.IndexOf((byte)'\n') >= 0 ? [] : line.Run.Slice(offset, separator.Length));
    }

    /// <summary>What it is that goes on behind the LF that seemed to end it: a message of several lines.</summary>
    private WalkResult WhatEnds(ref Line line, int offset)
    {
        var separator = default(Separator);
        return SeparatorReader.TryRead(line.Run[..line.End], offset, isFirst: false, scratch, ref separator)
            ? WalkResult.IsObject : WalkResult.IsNoObject;
    }

    /// <summary>A value that is not a short string of printable ASCII. The offset behind it; negative where none stands.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private int ReadValue(ref Line line, SeparatorKind kind, JsonField field, int offset)
    {
        ref var first = ref MemoryMarshal.GetReference(line.Run);
        var isText = kind == SeparatorKind.Text;
        if (isText)
        {
            var length = knownTexts.LengthAt(ref first, (nuint)offset);
            if (length > 0)
            {
                Unsafe.Add(ref fields[0], (int)field) = JsonText.Pack(offset, length);
                return offset + length + 1;
            }
        }

        if (!line.TryFindEnd(offset))
            return -1;
        var start = isText ? offset - 1 : offset;
        var scanner = new JsonScanner(line.Run[..line.End]) { Position = start };

        // The separator that was guessed may be the beginning of this one, which has white space in the end.
        if (!isText)
            scanner.SkipWhiteSpace();
        if (!scanner.TryValue(out var text) || !Utf8.IsValid(line.Run[start..scanner.Position]))
            return -1;
        Unsafe.Add(ref fields[0], (int)field) = text.Packed;
        if (isText && !text.IsEscaped)
            knownTexts.Keep(ref first, (nuint)text.Start, text.Length);
        return scanner.Position;
    }

    /// <summary>The line that is walked over.</summary>
    private ref struct Line
    {
        public ReadOnlySpan<byte> Run;

        /// <summary>Where its LF stands; negative when nobody has looked yet.</summary>
        public int End;

        /// <summary>Looks for the line's end from an offset on, before which there is none. False when there is none at all.</summary>
        public bool TryFindEnd(int offset)
        {
            if (End >= 0)
                return true;
            var length = Run[offset..].IndexOf((byte)'\n');
            if (length < 0)
                return false;
            End = offset + length;
            return true;
        }
    }
}
