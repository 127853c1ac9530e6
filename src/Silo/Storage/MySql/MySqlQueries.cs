namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>
/// The queries that Orleans' AdoNet storage and clustering read from the table OrleansQuery, written for string keys, which
/// are the only ones used here. Every one is a single command of statements that both servers know, so it takes one round trip.
/// </summary>
internal static class MySqlQueries
{
    private const string Row = "ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString";
    private const string Silo = "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string Members = """
        SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
        FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
        """;

    /// <summary>
    /// Replaces the version that the writer has, or inserts the first version of a row; anything else changes nothing and
    /// answers no row, which Orleans takes for a conflict. A version that was deleted meanwhile is not inserted again. A
    /// first write that meets a row counts a conflict in it: then it has changed 2 rows, by the server's reckoning, and one
    /// that inserted has changed 1, whatever the connection says about unchanged rows. Versions start anywhere: a statement
    /// that was under way when its row was deleted must not meet its version in the row that took its place.
    /// </summary>
    private const string Write = $"""
        UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = UTC_TIMESTAMP(3), Version = Version + 1
        WHERE {Row} AND Version = @GrainStateVersion;
        SELECT @GrainStateVersion + 1 AS NewGrainStateVersion FROM DUAL WHERE ROW_COUNT() = 1;
        INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdExtensionString, PayloadBinary, ModifiedOn, Version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdExtensionString, @PayloadBinary, UTC_TIMESTAMP(3), LAST_INSERT_ID(1 + FLOOR(RAND() * 1000000000)) FROM DUAL
        WHERE @GrainStateVersion IS NULL
        ON DUPLICATE KEY UPDATE Conflicts = OrleansStorage.Conflicts + 1;
        SELECT LAST_INSERT_ID() AS NewGrainStateVersion FROM DUAL WHERE @GrainStateVersion IS NULL AND ROW_COUNT() = 1;
        """;

    private const string Read = $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {Row};";

    /// <summary>Clears and deletes alike: a cleared row is of no use here. Orleans expects the version after the change.</summary>
    private const string Delete = $"""
        DELETE FROM OrleansStorage WHERE {Row} AND Version = @GrainStateVersion;
        SELECT @GrainStateVersion + 1 AS NewGrainStateVersion FROM DUAL WHERE ROW_COUNT() = 1;
        """;

    /// <summary>
    /// Both or neither: the table's version moves and the silo is there. The row of the version, once changed, is locked
    /// until the end, so that no one else can insert the silo between the question whether it is there and the answer.
    /// </summary>
    private const string InsertSilo = $"""
        START TRANSACTION;
        UPDATE OrleansMembershipVersionTable SET Version = Version + 1
        WHERE DeploymentId = @DeploymentId AND Version = @Version
            AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {Silo});
        INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM DUAL
        WHERE ROW_COUNT() = 1;
        SELECT ROW_COUNT() = 1;
        COMMIT;
        """;

    private const string UpdateSilo = """
        UPDATE OrleansMembershipVersionTable v JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
        SET v.Version = v.Version + 1, m.Status = @Status, m.SuspectTimes = @SuspectTimes, m.IAmAliveTime = GREATEST(m.IAmAliveTime, @IAmAliveTime)
        WHERE v.DeploymentId = @DeploymentId AND v.Version = @Version
            AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation;
        SELECT ROW_COUNT() > 0;
        """;

    // IGNORE makes a silo that comes second at the same moment no error; the id's length is checked with the options.
    private const string InsertVersion = """
        INSERT IGNORE INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId);
        SELECT ROW_COUNT() = 1;
        """;

    private const string DeleteMembers = """
        DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
        DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId;
        """;

    // 6 is Orleans' SiloStatus.Dead.
    private const string DeleteDeadSilos = """
        DELETE FROM OrleansMembershipTable
        WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime AND StartTime < @IAmAliveTime AND COALESCE(SuspectTimes, '') = '';
        """;

    private const string DeleteDeadSilo = $"""
        DELETE FROM OrleansMembershipTable
        WHERE {Silo} AND Status = 6 AND IAmAliveTime = @IAmAliveTime AND StartTime = @StartTime AND COALESCE(SuspectTimes, '') = COALESCE(@SuspectTimes, '');
        """;

    /// <summary>The queries by Orleans' names.</summary>
    public static IReadOnlyList<(string Key, string Text)> All { get; } =
    [
        ("WriteToStorageKey", Write),
        ("ReadFromStorageKey", Read),
        ("ClearStorageKey", Delete),
        ("DeleteStorageKey", Delete),
        ("GatewaysQueryKey", "SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0;"),
        ("MembershipReadRowKey", $"{Members} AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId;"),
        ("MembershipReadAllKey", $"{Members} WHERE v.DeploymentId = @DeploymentId;"),
        ("InsertMembershipVersionKey", InsertVersion),
        ("InsertMembershipKey", InsertSilo),
        ("UpdateMembershipKey", UpdateSilo),
        ("UpdateIAmAlivetimeKey", $"UPDATE OrleansMembershipTable SET IAmAliveTime = GREATEST(IAmAliveTime, @IAmAliveTime) WHERE {Silo};"),
        ("DeleteMembershipTableEntriesKey", DeleteMembers),
        ("CleanupDefunctSiloEntriesKey", DeleteDeadSilos),
        ("CleanupDefunctSiloEntryKey", DeleteDeadSilo),
    ];
}
