using System.Reflection;
using Microsoft.Extensions.Options;

namespace RechargeMonitor.Monitor.Hosting;

/// <summary>Reads sections of the settings, and collects everything that is wrong with any of them.</summary>
internal sealed class Settings(IConfiguration configuration)
{
    private readonly List<string> faults = [];

    /// <summary>Whether anything is set in a section.</summary>
    public bool Has(string section) => configuration.GetSection(section).Exists();

    /// <summary>The names of what a section holds.</summary>
    public IReadOnlyList<string> NamesIn(string section) => [.. configuration.GetSection(section).GetChildren().Select(child => child.Key)];

    /// <summary>Keeps what is wrong for <see cref="ThrowIfFaulty"/>.</summary>
    public void Add(IEnumerable<string> found) => faults.AddRange(found);

    /// <summary>The options that a section holds. What is wrong with them is kept for <see cref="ThrowIfFaulty"/>.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">The options, with their defaults.</param>
    /// <param name="validator">Finds what is wrong with them; nothing where that is done elsewhere.</param>
    /// <param name="apart">What the section holds beside them and is read by itself.</param>
    public T Read<T>(string section, T options, IValidateOptions<T>? validator, params string[] apart)
        where T : class
    {
        // What cannot be read is left out, so that the rest is judged too.
        var readable = new List<KeyValuePair<string, string?>>();
        foreach (var setting in configuration.GetSection(section).GetChildren())
        {
            if (apart.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                continue;
            if (FaultOf(setting, typeof(T), apart) is { } fault)
                faults.Add(fault);
            else
                readable.AddRange(setting.AsEnumerable().Where(pair => pair.Value is not null));
        }

        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().GetSection(section).Bind(options);
        if (validator?.Validate(null, options) is { Failed: true } result)
            faults.AddRange(result.Failures!);
        return options;
    }

    /// <exception cref="FaultException">A key is unknown, a value cannot be read, or options have faults: all of them are named.</exception>
    public void ThrowIfFaulty()
    {
        if (faults.Count > 0)
            throw new FaultException(string.Join(Environment.NewLine, faults));
    }

    private static string? FaultOf(IConfigurationSection setting, Type options, string[] apart)
    {
        var property = options.GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is null)
            return $"{setting.Path} is no setting: expected one of {string.Join(", ", options.GetProperties().Select(known => known.Name).Concat(apart))}";
        var isList = property.PropertyType.IsAssignableTo(typeof(IEnumerable<string>));
        if (isList && !string.IsNullOrEmpty(setting.Value))
            return $"{setting.Path} is '{setting.Value}': expected a list, so name it {setting.Path}:0";
        try
        {
            setting.Get(property.PropertyType, binder => binder.ErrorOnUnknownConfiguration = true);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return setting.Value is { } value
                ? $"{setting.Path} is '{value}': expected {Expected(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)}"
                : $"{setting.Path} cannot be read: {exception.Message}";
        }
    }

    private static string Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time such as 00:00:01"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : type == typeof(int) ? $"a whole number in digits, up to {int.MaxValue}"
        : type == typeof(long) ? $"a whole number in digits, up to {long.MaxValue}"
        : "a number in digits";
}
