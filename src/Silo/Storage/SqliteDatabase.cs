using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using RechargeMonitor.Core.Delivery;

namespace RechargeMonitor.Silo.Storage;

/// <summary>The database of a monitor that runs in one process: a file in its data folder, used by that process alone.</summary>
public sealed class SqliteDatabase : IDisposable
{
    private const string FileName = "monitor.db";

    /// <summary>The file in a data folder that a running monitor holds locked.</summary>
    public const string LockName = "lock";

    private readonly FileStream exclusive;

    private SqliteDatabase(string path, FileStream exclusive)
    {
        Path = path;
        this.exclusive = exclusive;
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 2 }.ConnectionString;
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>How to connect to it. Waiting for another process's lock blocks a thread, so it is short.</summary>
    public string ConnectionString { get; }

    /// <summary>Opens the database of a data folder and makes it if there is none.</summary>
    /// <exception cref="StorageFaultException">It cannot be used, and why.</exception>
    public static SqliteDatabase Open(string folder, int shards)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        var database = new SqliteDatabase(path, Lock(folder));
        try
        {
            database.Apply(shards);
            return database;
        }
        catch (SqliteException exception)
        {
            database.Dispose();
            throw new StorageFaultException(StorageFault.Of(exception, path), exception);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Publishes everything that is stored, so that readers see the figures before the first new line.</summary>
    /// <exception cref="StorageFaultException">It cannot be read, and why.</exception>
    public void PublishTo(ISnapshotPublisher snapshots)
    {
        try
        {
            using var connection = Connect();
            using var command = connection.CreateCommand();
            command.CommandText = SqliteSchema.ReadAll;
            using var reader = command.ExecuteReader();
            while (reader.Read())
                snapshots.Publish(StoredRow.KeyOf(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<byte[]>(2));
        }
        catch (SqliteException exception)
        {
            throw new StorageFaultException(StorageFault.Of(exception, Path), exception);
        }
        catch (FormatException exception)
        {
            throw new StorageFaultException(new StorageFault($"the database {Path} holds something that cannot be read: {exception.Message}", false), exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        exclusive.Dispose();
    }

    /// <summary>Two monitors on one database would take turns in undoing each other's work.</summary>
    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StorageFaultException(new StorageFault(
                $"the data folder {folder} may not be written: give the monitor's user the right to, or name another one with --data", false), exception);
        }
        catch (IOException exception) when (File.Exists(System.IO.Path.Combine(folder, LockName)))
        {
            throw new StorageFaultException(new StorageFault(
                $"the data folder {folder} is in use by another monitor: stop that one, or name another folder with --data", false), exception);
        }
        catch (IOException exception)
        {
            throw new StorageFaultException(new StorageFault(
                $"the data folder {folder} cannot be made ({exception.Message}): name another one with --data", false), exception);
        }
    }

    private void Apply(int shards)
    {
        using var connection = Connect();
        Execute(connection, "PRAGMA journal_mode = WAL;");
        using var transaction = connection.BeginTransaction();
        Execute(connection, SqliteSchema.Create);
        SetQuery(connection, "WriteToStorageKey", SqliteSchema.Write);
        SetQuery(connection, "ReadFromStorageKey", SqliteSchema.Read);
        SetQuery(connection, "ClearStorageKey", SqliteSchema.Delete);
        SetQuery(connection, "DeleteStorageKey", SqliteSchema.Delete);
        Require(connection, "schema", SqliteSchema.Version, (found, known) => found <= known,
            found => $"the database {Path} was made by a newer version of the monitor (schema {found}): start that version or a newer one");
        Require(connection, "shards", shards, (found, asked) => found == asked,
            found => $"the database {Path} was made for {found} shards, {shards} are configured: configure {found}, since a replay that is routed differently would count twice");
        transaction.Commit();
    }

    private static void Require(SqliteConnection connection, string name, int value, Func<int, int, bool> fits, Func<int, string> fault)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO MonitorSetting (Name, Value) VALUES (@name, @value) ON CONFLICT (Name) DO NOTHING; SELECT Value FROM MonitorSetting WHERE Name = @name;";
        insert.Parameters.AddWithValue("@name", name);
        insert.Parameters.AddWithValue("@value", value.ToString(CultureInfo.InvariantCulture));
        var found = int.Parse((string)insert.ExecuteScalar()!, CultureInfo.InvariantCulture);
        if (!fits(found, value))
            throw new StorageFaultException(new StorageFault(fault(found), false));
    }

    private static void SetQuery(SqliteConnection connection, string key, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @text) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE QueryText <> excluded.QueryText;";
        command.Parameters.AddWithValue("@key", key);
        command.Parameters.AddWithValue("@text", text);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
