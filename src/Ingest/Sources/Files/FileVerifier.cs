namespace RechargeMonitor.Ingest.Sources.Files;

/// <summary>Makes sure that followed files are still where they were, and still what they were.</summary>
internal sealed class FileVerifier(FileTable table, TimeProvider time)
{
    /// <summary>Looks at a file whose path was just listed; cheap when nothing changed.</summary>
    /// <returns>Whether the path still holds it.</returns>
    public bool IsUnchanged(FollowedFile file, FileStat listed)
    {
        if (file.Handle is not null && listed == file.Seen && FileStat.Of(file.Handle) == listed)
            return true;
        if (file.Handle is null && listed == file.Seen)
            return true;
        return Confirm(file);
    }

    /// <summary>Looks at a file's path and contents.</summary>
    /// <returns>Whether the path still holds it.</returns>
    public bool Confirm(FollowedFile file)
    {
        var path = file.Location!;
        try
        {
            return file.Handle is null ? ConfirmClosed(file, path) : ConfirmOpen(file, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            Leave(file);
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is there and cannot be looked at: it stays what it was until it can.
            table.Fail(path, exception);
            return true;
        }
    }

    /// <summary>The path of a file no longer holds it: it was moved or deleted, and perhaps truncated before.</summary>
    public void Leave(FollowedFile file)
    {
        if (file.Handle is null || IsIntact(file))
            table.Detach(file);
        else
            table.Orphan(file);
    }

    /// <summary>Makes sure that a file at no path, of which the handle is still open, was not truncated since.</summary>
    public void ConfirmMissing(FollowedFile file)
    {
        if (file.Handle is not null && !IsIntact(file))
            table.Orphan(file);
    }

    /// <summary>As far as it can be looked at.</summary>
    private bool IsIntact(FollowedFile file)
    {
        try
        {
            return file.IsIntact();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            table.Fail(file.Location ?? file.Source, exception);
            return true;
        }
    }

    private bool ConfirmOpen(FollowedFile file, string path)
    {
        if (!file.IsIntact())
        {
            table.Orphan(file);
            return false;
        }

        if (FileMatcher.IsAt(file.Handle!, path))
        {
            file.Seen = FileStat.Of(file.Handle!);
            file.IntactLength = file.Seen.Length;
            return true;
        }

        Leave(file);
        return false;
    }

    private bool ConfirmClosed(FollowedFile file, string path)
    {
        using var found = new FoundFile(path);
        if (!found.Head.AsSpan().StartsWith(file.Head) || found.Stat.Length < file.Cursor.ScannedTo || !file.TailMatches(found.Handle))
        {
            table.Orphan(file);
            return false;
        }

        file.Resize(found.Stat.Length, time.GetTimestamp());
        file.IntactLength = found.Stat.Length;
        file.Seen = found.Stat;
        return true;
    }
}
