using RechargeMonitor.Core.Figures;
using RechargeMonitor.Core.Forms;

namespace RechargeMonitor.Core.Delivery;

/// <summary>What a feeder commits: a range of a partition, all of which is durable in its targets.</summary>
/// <param name="From">The committed offset that the feeder started from.</param>
/// <param name="To">The new committed offset.</param>
/// <param name="Counts">What became of the lines of the range.</param>
/// <param name="Location">Where the partition was when its feeder found it.</param>
/// <param name="Fingerprint">What tells later whether an offset still belongs to the partition.</param>
public sealed record SourceCommit(long From, long To, LineCounts Counts, string Location, byte[] Fingerprint);

/// <summary>The books of one partition: its committed offset and what became of the lines below it.</summary>
public sealed class SourceLedger
{
    private const byte Version = 1;
    private const int MaxTextBytes = 16 * 1024;
    private const int MaxFingerprintBytes = 1024;

    /// <summary>The books of a partition of which nothing was read.</summary>
    public SourceLedger(string source, string location, byte[] fingerprint) =>
        (Source, Location, Fingerprint) = (source, location, fingerprint);

    /// <summary>What operators call the partition.</summary>
    public string Source { get; }

    /// <summary>Where it was when it was last found.</summary>
    public string Location { get; private set; }

    /// <summary>What tells whether an offset still belongs to the partition.</summary>
    public byte[] Fingerprint { get; private set; }

    /// <summary>Everything below is counted for good.</summary>
    public long Committed { get; private set; }

    /// <summary>What became of the lines below it.</summary>
    public LineCounts Counts { get; } = new();

    /// <summary>Grows by one with every stored change.</summary>
    public long Revision { get; private set; }

    /// <summary>When it was last stored.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>
    /// Takes a commit if it starts at the committed offset; otherwise somebody else has committed meanwhile, nothing is
    /// changed, and the feeder must start again.
    /// </summary>
    public bool TryCommit(SourceCommit commit, DateTimeOffset now)
    {
        if (commit.From != Committed || commit.To < commit.From)
            return false;
        Committed = commit.To;
        Counts.Merge(commit.Counts);
        (Location, Fingerprint) = (commit.Location, commit.Fingerprint);
        Changed(now);
        return true;
    }

    /// <summary>Notes a change that is about to be stored.</summary>
    public void Changed(DateTimeOffset now) => (Revision, AsOf) = (Revision + 1, now);

    /// <summary>The stored and published form.</summary>
    public byte[] Encode()
    {
        var writer = new FormWriter();
        writer.WriteByte(Version);
        writer.WriteCount(Revision);
        writer.WriteInstant(AsOf);
        writer.WriteText(Source);
        writer.WriteText(Location);
        writer.WriteBytes(Fingerprint);
        writer.WriteCount(Committed);
        Counts.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    public static SourceLedger Decode(ReadOnlySpan<byte> stored)
    {
        var reader = new FormReader(stored);
        var (revision, asOf) = ReadHead(ref reader);
        var ledger = new SourceLedger(reader.ReadText(MaxTextBytes), reader.ReadText(MaxTextBytes), reader.ReadBytes(MaxFingerprintBytes).ToArray())
        {
            Committed = reader.ReadCount(),
            Revision = revision,
            AsOf = asOf,
        };
        ledger.Counts.Merge(LineCounts.ReadFrom(ref reader));
        reader.ReadEnd();
        return ledger;
    }

    /// <summary>Reads only how new a stored form is.</summary>
    /// <exception cref="FormatException">The bytes are no such form, or one of a newer version.</exception>
    internal static PublishedForm ReadHead(ReadOnlySpan<byte> stored)
    {
        var reader = new FormReader(stored);
        return ReadHead(ref reader);
    }

    private static PublishedForm ReadHead(ref FormReader reader)
    {
        var version = reader.ReadByte();
        if (version is 0 or > Version)
            throw new FormatException($"a source is stored in form {version}; this version of the monitor reads forms up to {Version}: start a newer one");
        return new PublishedForm(reader.ReadCount(), reader.ReadInstant());
    }
}
