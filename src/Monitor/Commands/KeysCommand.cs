using System.CommandLine;
using RechargeMonitor.Api.Access;
using Spectre.Console;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>keys</c>: the API keys of those who may read.</summary>
internal static class KeysCommand
{
    private const string Description = """
        Give, list and take away API keys. The file holds their hashes only; a key is shown once, when it is made. A running
        monitor sees a change within seconds. To replace a key, add another one, hand it out, and remove the old one.

        A viewer reads figures; an operator reads rejected lines and the grain dashboard too. A key is sent as
        'Authorization: Bearer KEY'; browsers log in with it at /login.

        Examples:
          recharge-monitor keys add wall-1 --file /etc/recharge-monitor/keys
          recharge-monitor keys add anna --role operator --file /etc/recharge-monitor/keys
          recharge-monitor serve --url http://0.0.0.0:8080 --keys /etc/recharge-monitor/keys
        """;

    public static Command Create() => new("keys", Description) { CreateAdd(), CreateList(), CreateRemove() };

    private static Command CreateAdd()
    {
        var (name, file) = (Name(), FileOption());
        var role = new Option<string>("--role") { Description = "viewer or operator.", DefaultValueFactory = _ => AccessRoles.Viewer };
        role.AcceptOnlyFromAmong(AccessRoles.Viewer, AccessRoles.Operator);
        var command = new Command("add", "Make a key and write it to standard output.") { name, role, file };
        command.SetAction(parsed =>
        {
            var given = parsed.GetRequiredValue(role) == AccessRoles.Operator ? AccessRole.Operator : AccessRole.Viewer;
            Add(parsed.GetRequiredValue(file), parsed.GetRequiredValue(name), given);
        });
        return command;
    }

    private static Command CreateList()
    {
        var file = FileOption();
        var command = new Command("list", "List names, roles and when each key was made.") { file };
        command.SetAction(parsed => List(parsed.GetRequiredValue(file)));
        return command;
    }

    private static Command CreateRemove()
    {
        var (name, file) = (Name(), FileOption());
        var command = new Command("remove", "Take a key away.") { name, file };
        command.SetAction(parsed => Remove(parsed.GetRequiredValue(file), parsed.GetRequiredValue(name)));
        return command;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { Description = "Whose key it is." };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ApiKey.IsName(token.Value))
                result.AddError($"the name '{token.Value}' is none for a key: expected 1 to {ApiKey.MaxNameLength} letters, digits or - _ .");
        });
        return name;
    }

    private static Option<string> FileOption() => new("--file") { Description = "The file of keys.", HelpName = "FILE", Required = true };

    private static void Add(string file, string name, AccessRole role)
    {
        var keys = File.Exists(file) ? Read(file) : [];
        if (keys.Any(key => key.Name == name))
            throw new FaultException($"{file} has a key of {name} already: remove it first, or choose another name");
        if (keys.Count == KeyFile.MaxKeys)
            throw new FaultException($"{file} has {KeyFile.MaxKeys} keys, and holds no more: remove some");
        var added = ApiKey.Create(name, role, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), out var token);
        Write(file, [.. keys, added]);
        Console.Out.WriteLine(token);
    }

    private static void List(string file)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in (ReadOnlySpan<string>)["name", "role", "made"])
            table.AddColumn(column);
        foreach (var key in Read(file))
            table.AddRow(key.Name, AccessRoles.NameOf(key.Role), $"{key.Created:yyyy-MM-dd}");
        TerminalConsole.Of(Console.Out, Console.IsOutputRedirected).Write(table);
    }

    private static void Remove(string file, string name)
    {
        var keys = Read(file);
        var rest = keys.Where(key => key.Name != name).ToArray();
        if (rest.Length == keys.Count)
            throw new FaultException($"{file} has no key of {name}: 'recharge-monitor keys list' shows those that it has");
        Write(file, rest);
    }

    private static IReadOnlyList<ApiKey> Read(string file) => Do(file, () => KeyFile.Read(file));

    private static void Write(string file, IEnumerable<ApiKey> keys) => Do(file, () =>
    {
        KeyFile.Write(file, keys);
        return true;
    });

    private static T Do<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new FaultException($"{file}: {exception.Message}", exception);
        }
    }
}
