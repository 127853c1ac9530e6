using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>The partitions of earlier runs whose files were not found yet, by their fingerprints.</summary>
internal sealed class KnownFiles(ILogger logger)
{
    private readonly Dictionary<(int Length, UInt128 Hash), List<KnownFile>> byHead = [];
    private readonly SortedSet<int> headLengths = [];

    /// <summary>Those that were not found yet, the one that was read furthest first.</summary>
    public IEnumerable<KnownFile> Missing =>
        byHead.Values.SelectMany(list => list).OrderByDescending(file => file.Known.Committed).ThenByDescending(file => file.Fingerprint.HeadLength);

    public void Add(KnownPartition known)
    {
        if (FileFingerprint.Parse(known.Descriptor.Fingerprint) is not { HeadLength: > 0 } fingerprint)
        {
            logger.FingerprintUnknown(known.Descriptor.Source, known.Descriptor.Partition);
            return;
        }

        var key = (fingerprint.HeadLength, fingerprint.Head);
        if (!byHead.TryGetValue(key, out var list))
            byHead.Add(key, list = []);
        list.Add(new KnownFile(known, fingerprint));
        headLengths.Add(fingerprint.HeadLength);
    }

    /// <summary>The partition that a file belongs to, if it is one of these: of several, the one that was read furthest.</summary>
    public KnownFile? Find(SafeFileHandle handle)
    {
        KnownFile? best = null;
        foreach (var length in headLengths)
        {
            if (FileBytes.Hash(handle, 0, length) is not { } hash || !byHead.TryGetValue((length, hash), out var list))
                continue;
            foreach (var file in list)
            {
                if ((best is null || file.Known.Committed >= best.Known.Committed) && file.Fingerprint.Matches(handle, file.Known.Committed))
                    best = file;
            }
        }

        return best;
    }

    /// <summary>It was found.</summary>
    public void Remove(KnownFile file)
    {
        var key = (file.Fingerprint.HeadLength, file.Fingerprint.Head);
        byHead[key].Remove(file);
        if (byHead[key].Count == 0)
            byHead.Remove(key);
    }
}
