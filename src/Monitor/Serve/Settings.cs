using Microsoft.Extensions.Options;

namespace RechargeMonitor.Monitor.Serve;

/// <summary>Reads a section of the settings; everything wrong with it is named at once.</summary>
internal static class Settings
{
    /// <exception cref="FaultException">A key is unknown, a value cannot be read, or the options have faults.</exception>
    public static T Read<T>(IConfiguration configuration, string section, T options, IValidateOptions<T> validator)
        where T : class
    {
        try
        {
            configuration.GetSection(section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException exception)
        {
            throw new FaultException($"the settings of {section} cannot be read: {exception.InnerException?.Message ?? exception.Message}", exception);
        }

        var result = validator.Validate(null, options);
        return result.Succeeded ? options : throw new FaultException(string.Join(Environment.NewLine, result.Failures!));
    }
}
