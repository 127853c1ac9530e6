using RechargeMonitor.Monitor.Tests.Serve;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Security;

/// <summary>The monitor needs no rights but to read its logs and to write its data folder.</summary>
public sealed class ConfinementTests : IDisposable
{
    private const int Seed = 20170417;
    private const int Lines = 300;

    // In a mount namespace of its own all is read-only but the data folder, the temporary folder included; then all
    // rights are given up, for good.
    private const string Confine = """
        set -e
        folder=$1 data=$2 assemblies=$3
        shift 5
        chmod 711 "$folder"
        mkdir -p "$data" "$folder/app"
        chown 65534:65534 "$data"
        mount --bind "$assemblies" "$folder/app"
        mount --bind "$data" "$data"
        while read -r _ target _ options _; do
          case $target in /proc*|/sys*|/dev|/dev/pts|"$data") ;; *) mount -o remount,bind,ro "$target" 2>/dev/null || true ;; esac
        done </proc/self/mounts
        ! touch "${TMPDIR:-/tmp}/recharge-probe" 2>/dev/null || { echo "the file system is not read-only"; exit 9; }
        exec setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs dotnet "$folder/app/recharge-monitor.dll" "$@"
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Serve_NobodyOnAReadOnlySystem_CountsAndKeepsItsFilesToItself()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root on Linux can make the file system read-only for one process");
        if (!OperatingSystem.IsLinux())
            return;
        var log = new OrderLog(folder["order.log"], new LineMix(Seed));
        log.Append(Lines);
        string[] launcher = ["unshare", "--mount", "--propagation", "private", "sh", "-c", Confine, "sh", folder.Path, folder["data"], AppContext.BaseDirectory];
        await using (var monitor = new MonitorProcess(["--tail", log.Path, "--data", folder["data"], "--retention-days", "3660"], null, launcher))
        {
            await monitor.StartAsync();
            await monitor.AssertExactAsync(Judgement.Of(log));
            var status = await File.ReadAllTextAsync($"/proc/{monitor.Id}/status");
            Assert.Matches(@"Uid:\s+65534\s+65534\s+65534", status);
            Assert.Matches(@"CapBnd:\s+0+\n", status);
            Assert.Matches(@"NoNewPrivs:\s+1", status);
            Assert.Equal(0, await monitor.StopAsync());
            Assert.DoesNotContain("xception", monitor.Tail, StringComparison.Ordinal);
        }

        var files = Directory.GetFileSystemEntries(folder["data"], "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var path in files)
        {
            var expected = Directory.Exists(path)
                ? UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                : UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal((path, expected), (path, File.GetUnixFileMode(path)));
        }
    }

    [Fact]
    public async Task Serve_NewDataFolder_IsItsUsersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("there are no file modes");
            return;
        }

        await using var monitor = new MonitorProcess(["--stdin", "--data", folder["data"]]);
        await monitor.StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["data"]));
        foreach (var path in Directory.GetFiles(folder["data"], "*", SearchOption.AllDirectories))
            Assert.Equal((path, UnixFileMode.UserRead | UnixFileMode.UserWrite), (path, File.GetUnixFileMode(path)));
    }
}
