namespace RechargeMonitor.Monitor.Hosting;

/// <summary>The settings of a command that runs no host: they come from where those of the hosts do.</summary>
internal static class ToolSettings
{
    /// <summary>Reads them: the environment goes before the file, and that before appsettings.json.</summary>
    /// <param name="file">What <c>--config</c> names, if anything.</param>
    /// <exception cref="FaultException">The file cannot be read, or holds a section that nobody reads.</exception>
    public static ConfigurationManager Load(string? file)
    {
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        if (file is not null)
            SettingsFile.Add(configuration, file);
        configuration.AddEnvironmentVariables();
        return configuration;
    }
}
