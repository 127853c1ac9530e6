using System.Globalization;
using RechargeMonitor.Servers;
using Xunit;

namespace RechargeMonitor.Monitor.Tests.Commands;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Keys_AddListRemove_DoWhatTheySay()
    {
        var file = folder["keys"];
        var wall = await Executable.RunAsync("keys", "add", "wall-1", "--file", file);
        var anna = await Executable.RunAsync("keys", "add", "anna", "--role", "operator", "--file", file);
        var list = await Executable.RunAsync("keys", "list", "--file", file);
        var remove = await Executable.RunAsync("keys", "remove", "wall-1", "--file", file);
        var rest = await Executable.RunAsync("keys", "list", "--file", file);

        Assert.All([wall, anna, list, remove, rest], run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Matches("^rm_[A-Za-z0-9_-]{43}\n$", wall.Text.ReplaceLineEndings("\n"));
        Assert.NotEqual(wall.Text, anna.Text);
        Assert.Matches($@"wall-1\s+viewer\s+{TimeProvider.System.GetUtcNow().Year.ToString(CultureInfo.InvariantCulture)}-", list.Text);
        Assert.Matches(@"anna\s+operator", list.Text);
        Assert.DoesNotContain("wall-1", rest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(anna.Text.Trim(), await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_WhatCannotBe_IsSaidInOneLine()
    {
        var file = folder["keys"];
        await Executable.RunAsync("keys", "add", "wall", "--file", file);
        foreach (var (arguments, fault) in new (string[], string)[]
        {
            (["keys", "add", "wall", "--file", file], $"{file} has a key of wall already: remove it first, or choose another name"),
            (["keys", "remove", "anna", "--file", file], $"{file} has no key of anna: 'recharge-monitor keys list' shows those that it has"),
            (["keys", "list", "--file", folder["none"]], $"{folder["none"]}: Could not find file '{folder["none"]}'."),
        })
        {
            var run = await Executable.RunAsync(arguments);
            Assert.Equal((1, $"recharge-monitor: {fault}"), (run.ExitCode, run.Error.TrimEnd()));
        }
    }
}
