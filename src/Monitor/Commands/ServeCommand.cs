using System.CommandLine;
using Microsoft.Extensions.Logging.Console;
using RechargeMonitor.Ingest.Feeding;
using RechargeMonitor.Monitor.Serve;

namespace RechargeMonitor.Monitor.Commands;

/// <summary><c>serve</c>: everything in one process.</summary>
internal static class ServeCommand
{
    private const string Description = """
        Serve live figures, REST and the wall from one process that needs nothing installed.

        Lines come from files that it follows (--tail), from standard input (--stdin) or, where neither is given, from a
        built-in demo. What was counted is kept in the data folder: stop it or kill it at any moment and start it again,
        every line still counts exactly once.

        Settings also come from appsettings.json beside the executable, from a file named with --config, and from the
        environment (Serve__Data=/var/lib/recharge); the command line goes before all of them.

        Examples:
          recharge-monitor serve
          recharge-monitor serve --tail /var/log/recharge --data /var/lib/recharge
          recharge-monitor serve --tail '/logs/**/*.log' --url http://localhost:9090
          ssh host tail -F order.log | recharge-monitor serve --stdin --data ./figures
        """;

    public static Command Create()
    {
        var settings = new SettingOptions();
        var config = new Option<string?>("--config") { Description = "A JSON file of settings.", HelpName = "FILE" };
        var log = new Option<LogLevel>("--log")
        {
            Description = "The least severe messages that are logged to standard error: Trace, Debug, Information, Warning, Error, Critical or None.",
            DefaultValueFactory = _ => LogLevel.Information,
        };
        var logFormat = new Option<string>("--log-format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        logFormat.AcceptOnlyFromAmong("text", "json");
        var orleansLog = new Option<bool>("--orleans-log") { Description = "Log what Orleans and ASP.NET Core say as well." };

        var command = new Command("serve", Description) { config, log, logFormat, orleansLog };
        settings.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            ConfigureLogging(builder, parsed.GetValue(log), parsed.GetRequiredValue(logFormat), parsed.GetValue(orleansLog));
            if (parsed.GetValue(config) is { } file)
                SettingsFile.Add(builder.Configuration, file);
            builder.Configuration.AddInMemoryCollection(settings.Given(parsed));
            var options = Settings.Read(builder.Configuration, ServeOptions.Section, new ServeOptions(), new ServeOptionsValidator());
            var feeding = Settings.Read(builder.Configuration, FeedingOptions.Section, new FeedingOptions(), new FeedingOptionsValidator());
            return ServeHost.RunAsync(builder, options, feeding);
        });
        return command;
    }

    private static void ConfigureLogging(WebApplicationBuilder builder, LogLevel least, string format, bool isTalkative)
    {
        builder.Logging.ClearProviders().SetMinimumLevel(least);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (format == "json")
            builder.Logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else
            builder.Logging.AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat, text.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Default));

        // What operators need of Orleans and ASP.NET Core is said by the monitor itself, in its own words.
        if (!isTalkative)
            builder.Logging.AddFilter((category, _) => category?.StartsWith("RechargeMonitor.", StringComparison.Ordinal) == true);
    }
}
