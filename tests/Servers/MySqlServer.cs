namespace RechargeMonitor.Servers;

/// <summary>
/// MySQL itself, which Debian's stable releases do not have: its unstable suite's package in a folder of its own, made once
/// and kept in the user's cache. Making it and running it there takes root.
/// </summary>
public sealed class MySqlServer : DatabaseServer
{
    private const string Package = "mysql-server-core";
    private const string BootstrapProgram = "debootstrap";
    private const string ServerProgram = "/usr/sbin/mysqld";
    private static readonly TimeSpan BootstrapLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    private readonly string data;

    private MySqlServer()
    {
        data = $"/data-{Guid.NewGuid():N}";
        Process = new ServerProcess(Name, Programs.Find("chroot")!,
        [
            Root, ServerProgram, "--no-defaults", $"--datadir={data}", $"--port={Port}", "--bind-address=127.0.0.1", $"--socket={data}/socket",
            $"--pid-file={data}/pid", "--user=root", "--mysqlx=OFF", "--secure-file-priv=", "--max-connections=1000",
        ]);
    }

    /// <summary>Why it cannot be run here, or nothing.</summary>
    public static string? Missing
    {
        get
        {
            if (Environment.UserName != "root")
                return $"{Package} is run in a folder of its own, which takes root";
            if (File.Exists(Root + ServerProgram))
                return null;
            if (Programs.Find(BootstrapProgram) is null)
                return $"{BootstrapProgram} is not installed, which fetches {Package}";
            return AptSources.DebianMirror() is null ? $"the machine's apt sources name no mirror of Debian, which has {Package}" : null;
        }
    }

    /// <inheritdoc/>
    public override string Name => "MySQL";

    /// <inheritdoc/>
    public override ServerProcess Process { get; }

    private static string Root => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "recharge-monitor-tests", Package);

    /// <summary>Installs a server of its own and starts it.</summary>
    public static async Task<MySqlServer> CreateAsync()
    {
        await InstallAsync();
        var server = new MySqlServer();
        Directory.CreateDirectory(Root + server.data);
        await Programs.RunAsync(Programs.Find("chroot")!,
            [Root, ServerProgram, "--no-defaults", "--initialize-insecure", $"--datadir={server.data}", "--user=root"], InstallLimit);
        await server.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Root + data, recursive: true);
    }

    /// <summary>Made aside and moved in place, so that what is there is whole; one test run at a time makes it.</summary>
    private static async Task InstallAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root)!);
        await using var alone = await LockAsync(Root + ".lock");
        if (File.Exists(Root + ServerProgram))
            return;
        var aside = Root + ".new";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        await Programs.RunAsync(Programs.Find(BootstrapProgram)!,
            ["--variant=minbase", $"--include={Package}", "unstable", aside, AptSources.DebianMirror()!], BootstrapLimit);
        Directory.Move(aside, Root);
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        using var patience = new CancellationTokenSource(BootstrapLimit);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
            }
        }
    }
}
