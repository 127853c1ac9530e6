using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace RechargeMonitor.Wall.Tests.Support;

/// <summary>The wall in a browser.</summary>
internal sealed class WallPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> requests = new();

    public WallPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Request += (_, request) => requests.Enqueue(request.Url);
    }

    public IPage Page { get; }

    /// <summary>The errors and warnings of the browser's console.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Everything that the page asked for.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public Task OpenAsync(string address) => Page.GotoAsync(address);

    /// <summary>A tile's figure to its last digit, which it tells on hovering.</summary>
    public async Task<string> TileAsync(string name) =>
        await Page.Locator($"[data-tile={name}] .figure").GetAttributeAsync("title") ?? "";

    /// <summary>A tile's figure as it is written.</summary>
    public Task<string> WrittenAsync(string name) => Page.Locator($"[data-tile={name}] .figure").InnerTextAsync();

    public Task<string> TextAsync(string selector) => Page.Locator(selector).First.InnerTextAsync();

    /// <summary>Waits until something is as expected. Returns how long it took.</summary>
    public static async Task<TimeSpan> UntilAsync<T>(T expected, Func<Task<T>> read, string what)
    {
        var watch = Stopwatch.StartNew();
        T actual;
        while (!EqualityComparer<T>.Default.Equals(actual = await read(), expected))
        {
            Assert.True(watch.Elapsed < Patience, $"{what}: expected {expected}, still {actual} after {Patience.TotalSeconds} s");
            await Task.Delay(LookAgainAfter);
        }

        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
