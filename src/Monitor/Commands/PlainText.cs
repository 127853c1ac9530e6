namespace RechargeMonitor.Monitor.Commands;

/// <summary>Text that came out of a log, made harmless for a terminal.</summary>
internal static class PlainText
{
    /// <summary>The text with control and formatting characters replaced, so that no log line can steer a terminal.</summary>
    public static string Of(string text) => string.Create(text.Length, text, (target, source) =>
    {
        for (var index = 0; index < source.Length; index++)
        {
            var category = char.GetUnicodeCategory(source[index]);
            var isHarmless = category is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            target[index] = isHarmless ? source[index] : '\uFFFD';
        }
    });
}
