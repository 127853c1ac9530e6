namespace RechargeMonitor.Silo.Storage;

/// <summary>
/// The SQLite database: the table and the queries that Orleans' AdoNet storage asks for, written for string keys, which are
/// the only ones used here, with a primary key that makes a first write unique.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>The version of what is below; a database of a newer one is refused.</summary>
    public const int Version = 1;

    public const string Create = """
        CREATE TABLE IF NOT EXISTS OrleansQuery (
            QueryKey TEXT NOT NULL PRIMARY KEY,
            QueryText TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS OrleansStorage (
            GrainTypeString TEXT NOT NULL,
            GrainIdExtensionString TEXT NOT NULL,
            ServiceId TEXT NOT NULL,
            PayloadBinary BLOB NULL,
            ModifiedOn TEXT NOT NULL,
            Version INTEGER NOT NULL,
            PRIMARY KEY (GrainTypeString, GrainIdExtensionString, ServiceId)
        ) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS MonitorSetting (
            Name TEXT NOT NULL PRIMARY KEY,
            Value TEXT NOT NULL
        ) WITHOUT ROWID;
        """;

    /// <summary>
    /// Inserts the first version of a row, or replaces the version that the writer has; anything else changes nothing and
    /// answers no row, which Orleans takes for a conflict. A version that was deleted meanwhile is not inserted again.
    /// Versions start anywhere: one that a deleted row had must not be met in the row that took its place.
    /// </summary>
    public const string Write = """
        INSERT INTO OrleansStorage (GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
        SELECT @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, datetime('now'), 1 + abs(random() % 1000000000)
        WHERE @GrainStateVersion IS NULL OR EXISTS (
            SELECT 1 FROM OrleansStorage
            WHERE GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId)
        ON CONFLICT (GrainTypeString, GrainIdExtensionString, ServiceId) DO UPDATE
            SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = Version + 1
            WHERE Version = @GrainStateVersion
        RETURNING Version AS NewGrainStateVersion;
        """;

    public const string Read = """
        SELECT PayloadBinary, Version FROM OrleansStorage
        WHERE GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId;
        """;

    /// <summary>Clears and deletes alike: a cleared row is of no use here. Orleans expects the version after the change.</summary>
    public const string Delete = """
        DELETE FROM OrleansStorage
        WHERE GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId
            AND Version = @GrainStateVersion
        RETURNING Version + 1 AS NewGrainStateVersion;
        """;

    public const string ReadAll = "SELECT GrainTypeString, GrainIdExtensionString, PayloadBinary FROM OrleansStorage WHERE PayloadBinary IS NOT NULL;";
}
