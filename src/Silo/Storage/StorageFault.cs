using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RechargeMonitor.Silo.Storage;

/// <summary>Why the database cannot be used, in words for an operator.</summary>
/// <param name="Message">What is wrong, where, and the mend, in one line.</param>
/// <param name="MayPass">Whether it may go away by itself or by the operator's hand while the monitor waits.</param>
public sealed record StorageFault(string Message, bool MayPass)
{
    /// <summary>What an exception of the database means.</summary>
    public static StorageFault Of(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            $"the database {path} is locked by another process: close the program that has it open", true),
        raw.SQLITE_FULL => new($"the disk that holds the database {path} is full: free some space there", true),
        raw.SQLITE_IOERR => new($"the database {path} cannot be written or read ({exception.Message}): check the disk and its free space", true),
        raw.SQLITE_READONLY => new($"the database {path} is read-only: give the monitor's user the right to write it and its folder", false),
        raw.SQLITE_CANTOPEN => new($"the database {path} cannot be opened: check that its folder exists and may be written by the monitor's user", false),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
            $"the database {path} is damaged or no database of the monitor: move it away and start again, or restore a backup", false),
        _ => new($"the database {path} failed: {exception.Message}", false),
    };
}

/// <summary>The database cannot be used. The message is for the operator.</summary>
public sealed class StorageFaultException(StorageFault fault, Exception? inner = null) : Exception(fault.Message, inner)
{
    /// <summary>What is wrong.</summary>
    public StorageFault Fault { get; } = fault;
}
