using RechargeMonitor.Wall.Tests.Support;
using Xunit;

namespace RechargeMonitor.Wall.Tests;

public sealed class LayoutTests(Chromium chromium, SharedMonitor shared)
{
    // The texts that reach out of what clips them, or of the page, without an ellipsis to say so.
    private const string CutTexts =
        """
        () => {
          const cut = [];
          const walker = document.createTreeWalker(document.querySelector("#wall"), NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let text; (text = walker.nextNode());) {
            if (!text.data.trim() || !text.parentElement.checkVisibility() || text.parentElement.closest("select")) continue;
            range.selectNodeContents(text);
            const box = range.getBoundingClientRect();
            for (let element = text.parentElement; element; element = element.parentElement) {
              const style = getComputedStyle(element);
              if (style.overflowX === "visible" && element !== document.documentElement) continue;
              if (style.textOverflow === "ellipsis") break;
              const left = element.getBoundingClientRect().left + element.clientLeft;
              if (box.left < left - 1 || box.right > left + element.clientWidth + 1) cut.push(`${element.className}: ${text.data}`);
            }
          }
          return cut.join("\n");
        }
        """;

    [Fact]
    public async Task Wall_LargeAmountsFromPhoneTo4K_CutsNoText()
    {
        var monitor = await shared.GetAsync();
        await using var wall = await chromium.OpenAsync();
        await wall.OpenAsync($"{monitor.Address}/?day={ServedMonitor.LargeDay}&metric=amount&province=200&lang=en");
        await WallPage.UntilAsync("999,999,999,999.00", () => wall.TileAsync("amount"), "the amount");
        await WallPage.UntilAsync("999.99B", () => wall.TextAsync(".breakdown td:last-child"), "the gateway's amount");
        await WallPage.UntilAsync("999.99B", () => wall.TextAsync(".facts div:last-child dd"), "the province's amount");
        await WallPage.UntilAsync(2, () => wall.Page.Locator(".rejects td.reason").CountAsync(), "the rejected lines");
        Assert.Equal("999,999,999,999", await wall.WrittenAsync("amount"));

        foreach (var (width, height) in ((int, int)[])[(390, 844), (1366, 768), (1920, 1080), (3840, 2160)])
        {
            await wall.Page.SetViewportSizeAsync(width, height);
            for (var language = 0; language < 2; language++)
            {
                await WallPage.UntilAsync("", () => wall.Page.EvaluateAsync<string>(CutTexts), $"the texts that are cut at {width} pixels in {wall.Page.Url}");
                await wall.Page.Keyboard.PressAsync("l");
            }
        }
    }
}
