// The peers of recount in C#: peers FILE THREADS document|reader
using Microsoft.Win32.SafeHandles;
using RechargeMonitor.Bench.Peers;

if (args is not [var path, var threads, "document" or "reader"])
{
    Console.Error.WriteLine("usage: peers FILE THREADS document|reader");
    return 2;
}

CountLine count = args[2] == "document" ? LinePeers.CountDocument : LinePeers.CountTokens;
using var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
var parts = int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture);
var length = RandomAccess.GetLength(file);
var counting = Enumerable.Range(0, parts).Select(part => Task.Factory.StartNew(
    () => CountPart(file, LineAt(file, length * part / parts, length), LineAt(file, length * (part + 1) / parts, length), count),
    CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
Console.WriteLine((await Task.WhenAll(counting)).Aggregate((sum, part) => sum.Plus(part)));
return 0;

static Totals CountPart(SafeFileHandle file, long from, long to, CountLine count)
{
    var totals = default(Totals);
    var buffer = new byte[256 * 1024];
    for (var filled = 0; from < to || filled > 0;)
    {
        var read = RandomAccess.Read(file, buffer.AsSpan(filled, (int)Math.Min(buffer.Length - filled, to - from)), from);
        from += read;
        filled += read;
        var begin = 0;
        for (int ending; (ending = buffer.AsSpan(begin, filled - begin).IndexOf((byte)'\n')) >= 0; begin += ending + 1)
            count(buffer.AsMemory(begin, ending), ref totals);
        if (from >= to && begin < filled)
        {
            count(buffer.AsMemory(begin, filled - begin), ref totals);
            begin = filled;
        }

        filled -= begin;
        buffer.AsSpan(begin, filled).CopyTo(buffer);
    }

    return totals;
}

// Where the first line at or behind an offset begins.
static long LineAt(SafeFileHandle file, long offset, long end)
{
    Span<byte> one = stackalloc byte[1];
    if (offset == 0)
        return 0;
    for (offset--; offset < end && RandomAccess.Read(file, one, offset) == 1 && one[0] != '\n'; offset++)
    {
    }

    return Math.Min(offset + 1, end);
}
