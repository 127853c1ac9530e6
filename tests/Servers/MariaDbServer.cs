namespace RechargeMonitor.Servers;

/// <summary>MariaDB as the machine has it installed.</summary>
public sealed class MariaDbServer : DatabaseServer
{
    private const string ServerProgram = "mariadbd";
    private const string InstallProgram = "mariadb-install-db";
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new();

    private MariaDbServer(string? data, IReadOnlyList<string> more)
    {
        Data = data ?? folder["data"];
        Process = new ServerProcess(Name, Programs.Find(ServerProgram)!,
        [
            "--no-defaults", $"--datadir={Data}", $"--port={Port}", "--bind-address=127.0.0.1", $"--socket={folder["socket"]}",
            $"--pid-file={folder["pid"]}", $"--user={Environment.UserName}", .. more,
        ]);
    }

    /// <summary>Why it cannot be run here, or nothing.</summary>
    public static string? Missing => Programs.Find(ServerProgram) is null || Programs.Find(InstallProgram) is null
        ? $"{ServerProgram} is not installed (Debian: mariadb-server)" : null;

    /// <inheritdoc/>
    public override string Name => "MariaDB";

    /// <inheritdoc/>
    public override ServerProcess Process { get; }

    private string Data { get; }

    /// <summary>Installs a server of its own and starts it.</summary>
    /// <param name="more">Options beside the usual ones.</param>
    public static Task<MariaDbServer> CreateAsync(params string[] more) => CreateInAsync(null, more);

    /// <summary>As the other, with its data in a folder that is not there yet; nothing for the usual one.</summary>
    public static async Task<MariaDbServer> CreateInAsync(string? data, params string[] more)
    {
        var server = new MariaDbServer(data, more);
        await Programs.RunAsync(Programs.Find(InstallProgram)!,
            ["--no-defaults", $"--datadir={server.Data}", "--auth-root-authentication-method=normal", "--skip-test-db", $"--user={Environment.UserName}"], InstallLimit);
        await server.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }
}
