namespace RechargeMonitor.Monitor.Serve;

/// <summary>The file that <c>--config</c> names.</summary>
internal static class SettingsFile
{
    /// <summary>Adds the file's settings.</summary>
    /// <exception cref="FaultException">The file cannot be read.</exception>
    public static void Add(IConfigurationBuilder configuration, string file)
    {
        try
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new FaultException($"--config {file} cannot be read: {exception.InnerException?.Message ?? exception.Message}");
        }
    }
}
