using System.CommandLine;
using RechargeMonitor.Monitor.Cluster;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Silo.Storage.MySql;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>schema</c>: the tables of a cluster's database.</summary>
internal static class SchemaCommand
{
    private const int MaxShards = 64;

    private const string Description = """
        Make or update the tables of a cluster's database, in MySQL or MariaDB. The database itself and its user must exist.

        Settings come from the environment or from a file: MySql:ConnectionString says how to connect, MySql:PasswordFile
        names a file that holds the password.

        Examples:
          MySql__ConnectionString='Server=db;Database=recharge;User ID=admin' recharge-monitor schema apply
          recharge-monitor schema apply --config cluster.json --shards 4
          recharge-monitor schema print | mysql recharge
        """;

    public static Command Create() => new("schema", Description) { CreateApply(), CreatePrint() };

    private static Command CreateApply()
    {
        var shards = Shards("In how many parts national and minute figures are kept; fixed when the tables are made (1).");
        var config = new Option<string?>("--config") { Description = "A JSON file of settings.", HelpName = "FILE" };
        var wait = new Option<int>("--wait") { Description = "Wait for a database that is not there yet, for this many seconds at the most (0).", HelpName = "SECONDS" };
        wait.Validators.Add(result =>
        {
            if (!result.Errors.Any() && result.GetValueOrDefault<int>() < 0)
                result.AddError("--wait must be a number of seconds from 0 on");
        });
        var command = new Command("apply", "Make the tables, or bring those of an older version up to date. Doing it again does no harm.") { shards, config, wait };
        command.SetAction((parsed, cancellation) => ApplyAsync(parsed.GetValue(shards), parsed.GetValue(config), TimeSpan.FromSeconds(parsed.GetValue(wait)), cancellation));
        return command;
    }

    private static Command CreatePrint()
    {
        var shards = Shards("In how many parts national and minute figures are kept (1).");
        var command = new Command("print", "Write the SQL that 'apply' runs on an empty database.") { shards };
        command.SetAction(parsed => Console.Out.Write(MySqlScript.Print(parsed.GetValue(shards) ?? 1)));
        return command;
    }

    private static Option<int?> Shards(string description)
    {
        var shards = new Option<int?>("--shards") { Description = description, HelpName = "N" };
        shards.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > MaxShards)
                result.AddError($"--shards is {result.GetValueOrDefault<int?>()}: expected 1 to {MaxShards}");
        });
        return shards;
    }

    private static async Task<int> ApplyAsync(int? shards, string? config, TimeSpan wait, CancellationToken cancellationToken)
    {
        var settings = new Settings(ToolSettings.Load(config));
        var options = settings.Read(MySqlOptions.Section, new MySqlOptions(), new MySqlOptionsValidator());
        settings.ThrowIfFaulty();
        var (place, update) = await ClusterDatabase.PatientlyAsync(
            async () => (new MySqlDatabase(options).Place, await new MySqlSchemaUpdate(options).ApplyAsync(shards, cancellationToken)), wait, TimeProvider.System, cancellationToken);
        Console.Out.WriteLine($"the {place} has schema {update.To}{Before(update)}; shards: {update.Shards}");
        return ExitCode.Success;
    }

    private static string Before(SchemaUpdate update) => update.From switch
    {
        null => ", made new",
        { } from when from == update.To => ", as before",
        { } from => $", before it was {from}",
    };
}
