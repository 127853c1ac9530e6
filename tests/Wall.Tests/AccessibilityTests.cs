using Deque.AxeCore.Playwright;
using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

public sealed class AccessibilityTests(Chromium chromium, SharedMonitor shared)
{
    [Fact]
    public async Task Wall_BothThemesAndAPhone_HaveNoFindingsOfAxe()
    {
        var monitor = await shared.GetAsync();
        foreach (var (query, width) in ((string, int)[])[("", 1920), ("?theme=light&lang=en&province=200", 1366), ($"?day={ServedMonitor.Yesterday}&replay=60&at=1200", 390)])
        {
            await using var wall = await chromium.OpenAsync(width, 900);
            await wall.OpenAsync($"{monitor.Address}/{query}");
            await wall.Page.Locator(".ranks li").First.WaitForAsync();

            var result = await wall.Page.RunAxe();

            Assert.True(
                result.Violations.Length == 0,
                string.Join(Environment.NewLine, result.Violations.Select(found => $"{query}: {found.Id}: {found.Help}: {string.Join(" ; ", found.Nodes.Select(node => node.Html))}")));
            Assert.NotEmpty(result.Passes);
            var overflow = await wall.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            Assert.True(overflow <= 0, $"at {width} pixels the page is {overflow} pixels too wide");
        }
    }
}
