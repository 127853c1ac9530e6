using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging.Console;
using RechargeMonitor.Monitor.Hosting;
using RechargeMonitor.Monitor.Telemetry;

namespace RechargeMonitor.Monitor.Commands;

/// <summary>
/// A command whose host runs until a signal stops it. Its settings come from appsettings.json beside the executable, from a
/// file, from the environment and from its options, each going before the former.
/// </summary>
internal sealed class HostCommand : Command
{
    private readonly IReadOnlyList<SettingOption> settings;
    private readonly Option<string?> config = new("--config") { Description = "A JSON file of settings.", HelpName = "FILE" };
    private readonly Option<bool> orleansLog = new("--orleans-log") { Description = "Log what Orleans and ASP.NET Core say as well." };
    private readonly Option<string> logFormat = new("--log-format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
    private readonly Option<LogLevel> log = new("--log")
    {
        Description = "The least severe messages that are logged to standard error: Trace, Debug, Information, Warning, Error, Critical or None.",
        DefaultValueFactory = _ => LogLevel.Information,
        CustomParser = ParseLevel,
    };

    /// <param name="name">The command.</param>
    /// <param name="description">What its help says.</param>
    /// <param name="settings">The settings that are options too.</param>
    /// <param name="run">Runs the host and returns the exit code.</param>
    public HostCommand(string name, string description, IReadOnlyList<SettingOption> settings, Func<WebApplicationBuilder, Task<int>> run)
        : base(name, description)
    {
        this.settings =
        [
            .. settings,
            SettingOption.Text("--otlp", "URL", $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OtlpEndpoint)}", "Where metrics and logs are sent by OTLP, such as http://collector:4317. Prometheus finds metrics at /metrics."),
        ];
        logFormat.AcceptOnlyFromAmong("text", "json");
        foreach (var option in (Option[])[config, log, logFormat, orleansLog, .. this.settings.Select(setting => setting.Option)])
            Options.Add(option);
        SetAction((parsed, _) =>
        {
            OwnFiles.KeepPrivate();
            return run(CreateBuilder(parsed));
        });
    }

    private static LogLevel ParseLevel(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level))
            return level;
        result.AddError($"--log is '{text}': expected one of {string.Join(", ", Enum.GetNames<LogLevel>())}");
        return default;
    }

    private WebApplicationBuilder CreateBuilder(ParseResult parsed)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ConfigureLogging(builder, parsed);
        if (parsed.GetValue(config) is { } file)
        {
            // The environment goes before the file, so it has to be added after it.
            SettingsFile.Add(builder.Configuration, file);
            builder.Configuration.AddEnvironmentVariables();
        }

        var given = settings.SelectMany(setting => setting.Given(parsed, builder.Configuration)).ToArray();
        builder.Configuration.AddInMemoryCollection(given);
        return builder;
    }

    private void ConfigureLogging(WebApplicationBuilder builder, ParseResult parsed)
    {
        var least = parsed.GetValue(log);
        builder.Logging.ClearProviders().SetMinimumLevel(least);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (parsed.GetRequiredValue(logFormat) == "json")
            builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else
            builder.Logging.AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat, text.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Default));

        // What operators need of Orleans and ASP.NET Core is said by the monitor itself, in its own words. A filter takes the
        // place of the minimum level, so it has to ask for that too.
        if (!parsed.GetValue(orleansLog))
            builder.Logging.AddFilter((category, level) => level >= least && category?.StartsWith("RechargeMonitor.", StringComparison.Ordinal) == true);
    }
}
