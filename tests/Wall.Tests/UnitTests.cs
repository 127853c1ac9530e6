using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using RechargeMonitor.Core.Provinces;
using RechargeMonitor.Servers;
using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

/// <summary>The wall's own tests, of its pure parts, and what ties its sources to the monitor.</summary>
public sealed partial class UnitTests(SharedMonitor shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task NpmTest_AllOfTheWall_Passes()
    {
        var output = await RunAsync("npm", ["test", "--silent"]);

        Assert.True(int.Parse(Passed().Match(output).Groups[1].Value) > 20, output);
        Assert.Matches("(?m)^# fail 0$", output);
    }

    [Fact]
    public void Provinces_OfTheWall_AreThoseOfTheMonitor()
    {
        var rows = JsonSerializer.Deserialize<ProvinceRow[]>(File.ReadAllText(Path.Combine(WallFiles.Folder, "src", "model", "provinces.json")), JsonSerializerOptions.Web);

        Assert.Equal(ProvinceTable.All.Select(province => new ProvinceRow(province.Code.ToString(), province.Name, province.NameEn)), rows);
    }

    [Fact]
    public void PackageList_NamesNoRegistry() =>
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(WallFiles.Folder, "package-lock.json")), StringComparison.Ordinal);

    [Fact]
    public async Task Contract_OfTheWall_IsThatOfTheMonitor()
    {
        var monitor = await shared.GetAsync();

        var made = await RunAsync("node", ["scripts/contract.mjs"], await monitor.GetTextAsync("/openapi/v1.json"));

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(WallFiles.Folder, "src", "api", "contract.ts")), made);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string input = "")
    {
        Assert.SkipWhen(Programs.Find(program) is null, $"{program} is not installed");
        Assert.SkipWhen(!WallFiles.AreBuilt, "the monitor was built without the wall");
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = WallFiles.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:{Environment.NewLine}{await output}{await error}");
        return await output;
    }

    [GeneratedRegex("(?m)^# pass ([0-9]+)$")]
    private static partial Regex Passed();

    private sealed record ProvinceRow(string Code, string Name, string NameEn);
}
