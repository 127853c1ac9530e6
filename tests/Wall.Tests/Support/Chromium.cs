using Microsoft.Playwright;
using RechargeMonitor.Servers;
using RechargeMonitor.Wall.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace RechargeMonitor.Wall.Tests.Support;

/// <summary>The browser of all tests: Debian's, since Playwright's own comes from elsewhere.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "chromium";

    private readonly SemaphoreSlim gate = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>A page of its own, or the test is skipped where there is no browser.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    internal async Task<WallPage> OpenAsync(int width = 1920, int height = 1080)
    {
        var path = Programs.Find(Program);
        Assert.SkipWhen(path is null, $"{Program} is not installed");
        Assert.SkipWhen(!WallFiles.AreBuilt, "the monitor was built without the wall");
        await StartAsync(path!);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });
        return new WallPage(await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        gate.Dispose();
    }

    private async Task StartAsync(string path)
    {
        await gate.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();

            // The sandbox needs rights that a container's root has not; the pages are our own.
            browser ??= await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox"] });
        }
        finally
        {
            gate.Release();
        }
    }
}
