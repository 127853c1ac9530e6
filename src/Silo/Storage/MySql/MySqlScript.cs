using System.Globalization;

namespace RechargeMonitor.Silo.Storage.MySql;

/// <summary>The statements that bring a database to the schema of this version of the monitor.</summary>
public static class MySqlScript
{
    /// <summary>
    /// The whole script as text, for a database of no or of an older version. What the <c>mysql</c> client makes of it is
    /// what <see cref="MySqlSchemaUpdate"/> does.
    /// </summary>
    /// <param name="shards">The number of shards of a database that has none yet.</param>
    public static string Print(int shards)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var step in MySqlSchema.Steps)
            Write(writer, $"Version {step.Version}: {step.Purpose}.", step.Statements);
        Write(writer, "The queries that Orleans reads from the database.", Queries());
        Write(writer, "The schema's version, and in how many parts national and minute figures are kept.", Settings(shards));
        return writer.ToString();
    }

    /// <summary>The statements for a database of a version; -1 for one without tables.</summary>
    internal static IEnumerable<string> From(int version, int shards) =>
        MySqlSchema.Steps.Where(step => step.Version > version).SelectMany(step => step.Statements).Concat(Queries()).Concat(Settings(shards));

    private static IEnumerable<string> Queries() => MySqlQueries.All.Select(query => $"""
        INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ({Literal(query.Key)}, {Literal(query.Text)})
        ON DUPLICATE KEY UPDATE QueryText = VALUES(QueryText)
        """);

    private static IEnumerable<string> Settings(int shards) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO MonitorSetting (Name, Value) VALUES ('{MySqlSchema.ShardsSetting}', '{shards}') ON DUPLICATE KEY UPDATE Value = Value"),
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO MonitorSetting (Name, Value) VALUES ('{MySqlSchema.VersionSetting}', '{MySqlSchema.Version}') ON DUPLICATE KEY UPDATE Value = VALUES(Value)"),
    ];

    // The queries hold no backslash, which some modes of the servers take for an escape and others do not.
    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Write(StringWriter writer, string heading, IEnumerable<string> statements)
    {
        writer.WriteLine($"-- {heading}");
        foreach (var statement in statements)
            writer.WriteLine($"{statement};");
        writer.WriteLine();
    }
}
