using System.Security.Authentication;
using MySqlConnector;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>What a failure of MySQL means to an operator.</summary>
internal static class MySqlFault
{
    // Not among MySqlConnector's names.
    private const MySqlErrorCode SecureTransportRequired = (MySqlErrorCode)3159;

    private const string Apply = "run 'recharge-monitor schema apply'";

    /// <summary>The words that name a database, without its secrets.</summary>
    public static string PlaceOf(MySqlConnectionStringBuilder connection) => $"database {connection.Database} on {connection.Server}:{connection.Port}";

    /// <summary>What an exception means. Nearly all faults may pass while a silo waits, since someone else may mend them.</summary>
    public static StorageFault Of(MySqlException exception, string place) => exception.ErrorCode switch
    {
        MySqlErrorCode.AccessDenied => new(
            $"the {place} refuses the user or the password: check User ID in MySql:ConnectionString and the password in MySql:PasswordFile, "
            + "and add SslMode=VerifyFull;SslCa=FILE if the server demands TLS, which MariaDB answers so too", true),
        MySqlErrorCode.DatabaseAccessDenied => new($"the user may not use the {place}, or there is no such database: create it and grant the user its rights", true),
        MySqlErrorCode.UnknownDatabase => new($"there is no {place}: create it (CREATE DATABASE), then {Apply}", true),
        MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied => new($"the user lacks a right in the {place} ({exception.Message}): grant it", true),
        MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadFieldError => new($"the {place} lacks a table of the monitor ({exception.Message}): {Apply}", false),
        MySqlErrorCode.TooManyUserConnections or MySqlErrorCode.ConnectionCountError => new(
            $"the {place} accepts no more connections: raise max_connections there, or lower MySql:MaxConcurrency", true),
        MySqlErrorCode.DiskFull or MySqlErrorCode.RecordFileFull => new($"the disk of the {place} is full: free some space there", true),
        MySqlErrorCode.OptionPreventsStatement => new($"the {place} is read-only: connect to the writable server", true),
        MySqlErrorCode.PacketTooLarge => new($"the {place} refuses a row of that size: raise max_allowed_packet there to 64M", true),
        SecureTransportRequired => new($"the {place} demands TLS: add SslMode=VerifyFull;SslCa=FILE to MySql:ConnectionString", true),
        _ when exception.InnerException is AuthenticationException inner => Untrusted(inner, place),
        MySqlErrorCode.UnableToConnectToHost => new(
            $"the {place} is not reachable ({exception.Message}): check that it runs, and Server and Port in MySql:ConnectionString", true),
        _ => new($"the {place} failed: {exception.Message}", true),
    };

    /// <summary>There are no tables. Where everything is started at once, they may be in the making.</summary>
    public static StorageFault Missing(string place) => new($"the {place} has no tables of the monitor: {Apply}", true);

    /// <summary>The tables are of an older version, and may be brought up to date right now.</summary>
    public static StorageFault Older(string place, int found) => new(
        $"the {place} has schema {found}, this version of the monitor needs {MySqlSchema.Version}: {Apply}", true);

    /// <summary>The tables are of a newer version.</summary>
    public static StorageFault Newer(string place, int found) => new(
        $"the {place} was made by a newer version of the monitor (schema {found}, known are those up to {MySqlSchema.Version}): start that version or a newer one", false);

    /// <summary>The number of shards is another one.</summary>
    public static StorageFault OtherShards(string place, int found, int asked) => new(
        $"the {place} was made for {found} shards, {asked} are asked for: ask for {found}, since a replay that is routed differently would count twice", false);

    private static StorageFault Untrusted(AuthenticationException exception, string place) => new(
        $"the {place} is not trusted ({exception.Message}): check SslMode and SslCa in MySql:ConnectionString and the server's certificate", true);
}
