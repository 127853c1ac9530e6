namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>A step from one version of the schema to the next.</summary>
/// <param name="Version">The version that it leads to.</param>
/// <param name="Purpose">What it does, for operators.</param>
/// <param name="Statements">The SQL. Each statement may run again: one that was interrupted leaves no record of itself.</param>
internal sealed record SchemaStep(int Version, string Purpose, IReadOnlyList<string> Statements);

/// <summary>
/// The tables of a MySQL or MariaDB database, version by version. What keys hold is compared byte by byte: as VARBINARY
/// where only SQL looks at it, since a text column of either server takes <c>a</c> and <c>a </c> for the same.
/// </summary>
internal static class MySqlSchema
{
    /// <summary>The version of what is below; a database of a newer one is refused.</summary>
    public const int Version = 1;

    private const string Text = "ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

    /// <summary>The setting that holds the schema's version.</summary>
    public const string VersionSetting = "schema";

    /// <summary>The setting that holds the number of shards.</summary>
    public const string ShardsSetting = "shards";

    public static IReadOnlyList<SchemaStep> Steps { get; } =
    [
        new(0, "the tables", [Settings, Queries, Storage, MembershipVersion, Membership]),
        new(1, "the index by which rows modified since a moment are found", [.. AddIndex("OrleansStorage", "IX_OrleansStorage_ModifiedOn", "ModifiedOn")]),
    ];

    private static string Settings => $"""
        CREATE TABLE IF NOT EXISTS MonitorSetting (
            Name VARCHAR(64) NOT NULL,
            Value VARCHAR(255) NOT NULL,
            PRIMARY KEY (Name)
        ) {Text}
        """;

    private static string Queries => $"""
        CREATE TABLE IF NOT EXISTS OrleansQuery (
            QueryKey VARCHAR(64) NOT NULL,
            QueryText TEXT NOT NULL,
            PRIMARY KEY (QueryKey)
        ) {Text}
        """;

    // Conflicts counts first writes that came second: it lets such a write be told from one that succeeded.
    private static string Storage => $"""
        CREATE TABLE IF NOT EXISTS OrleansStorage (
            ServiceId VARBINARY(150) NOT NULL,
            GrainTypeString VARBINARY(64) NOT NULL,
            GrainIdExtensionString VARBINARY(512) NOT NULL,
            PayloadBinary MEDIUMBLOB NULL,
            ModifiedOn DATETIME(3) NOT NULL,
            Version INT NOT NULL,
            Conflicts INT NOT NULL DEFAULT 0,
            PRIMARY KEY (ServiceId, GrainTypeString, GrainIdExtensionString)
        ) {Text}
        """;

    private static string MembershipVersion => $"""
        CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (
            DeploymentId VARCHAR(150) NOT NULL,
            Version INT NOT NULL DEFAULT 0,
            PRIMARY KEY (DeploymentId)
        ) {Text}
        """;

    private static string Membership => $"""
        CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
            DeploymentId VARCHAR(150) NOT NULL,
            Address VARCHAR(45) NOT NULL,
            Port INT NOT NULL,
            Generation INT NOT NULL,
            SiloName VARCHAR(150) NOT NULL,
            HostName VARCHAR(255) NOT NULL,
            Status INT NOT NULL,
            ProxyPort INT NOT NULL,
            SuspectTimes TEXT NULL,
            StartTime DATETIME(6) NOT NULL,
            IAmAliveTime DATETIME(6) NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation)
        ) {Text}
        """;

    /// <summary>MySQL has no <c>CREATE INDEX IF NOT EXISTS</c>; this is the same in statements that any client can send.</summary>
    private static IEnumerable<string> AddIndex(string table, string index, string columns) =>
    [
        $"""
        SET @statement = IF(
            EXISTS (SELECT 1 FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}' AND INDEX_NAME = '{index}'),
            'DO 0',
            'CREATE INDEX {index} ON {table} ({columns})')
        """,
        "PREPARE statement FROM @statement",
        "EXECUTE statement",
        "DEALLOCATE PREPARE statement",
    ];
}
