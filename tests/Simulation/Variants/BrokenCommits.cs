using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Simulation;

/// <summary>Commits as they would be taken if the books broke a rule.</summary>
internal static class BrokenCommits
{
    /// <summary>Commits a range to the books. Gives what the books answer.</summary>
    public static async Task<long?> CommitAsync(Variant variant, PartitionBooks books, SourceCommit commit, IReadOnlyList<RejectedLine> rejects)
    {
        switch (variant)
        {
            case Variant.CommitsAnyRange when await books.CommittedAsync() is { } committed:
                return await books.CommitAsync(commit with { From = committed, To = Math.Max(commit.To, committed) }, rejects);
            case Variant.CommitsWhatEndsLater when await books.CommittedAsync() is { } committed && commit.To > committed:
                return await books.CommitAsync(commit with { From = committed }, rejects);
            case Variant.StoresRejectsLast:
                var taken = await books.CommitAsync(commit, []);
                return taken == commit.To ? await books.CommitAsync(commit with { From = commit.To, Counts = new() }, rejects) : taken;
            default:
                return await books.CommitAsync(commit, rejects);
        }
    }

    /// <summary>Asks for the committed offset: a commit of a range that nothing starts with changes nothing.</summary>
    private static Task<long?> CommittedAsync(this PartitionBooks books) =>
        books.CommitAsync(new SourceCommit(From: -1, To: -1, new(), "", []), []);
}
