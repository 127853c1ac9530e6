using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace RechargeMonitor.Snapshots.Redis;

/// <summary>Finds every fault of the options at once. The configuration itself is never shown: it may hold a password.</summary>
public sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    private const int MaxPrefixLength = 64;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var faults = new List<string>();
        AddConfigurationFault(options, faults);
        AddPasswordFault(options, faults);
        AddAuthorityFault(options, faults);
        if (options.KeyPrefix.Length is 0 or > MaxPrefixLength || options.KeyPrefix.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or ':' or '.')))
            faults.Add($"{Key(nameof(options.KeyPrefix))} is '{options.KeyPrefix}': expected 1 to {MaxPrefixLength} letters, digits or - _ : . such as recharge");
        if (options.StaleAfter < TimeSpan.FromSeconds(1) || options.StaleAfter > TimeSpan.FromHours(1))
            faults.Add($"{Key(nameof(options.StaleAfter))} is {options.StaleAfter}: expected 00:00:01 to 01:00:00");
        if (options.MaxPendingKeys is < 1_000 or > 100_000_000)
            faults.Add($"{Key(nameof(options.MaxPendingKeys))} is {options.MaxPendingKeys}: expected 1000 to 100000000");
        if (options.MaxPendingBytes is < 1024 * 1024 or > 1L << 40)
            faults.Add($"{Key(nameof(options.MaxPendingBytes))} is {options.MaxPendingBytes}: expected 1048576 (1 MiB) to {1L << 40}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static string Key(string name) => $"{RedisOptions.Section}:{name}";

    private static void AddConfigurationFault(RedisOptions options, List<string> faults)
    {
        var key = Key(nameof(options.Configuration));
        try
        {
            if (ConfigurationOptions.Parse(options.Configuration).EndPoints.Count == 0)
                faults.Add($"{key} names no server: expected host:port, for example redis:6379, with settings such as ssl=true behind it");
        }
        catch (ArgumentException exception)
        {
            // The message names the setting that is wrong, not its value; what follows it would be the name of the parameter.
            faults.Add($"{key} cannot be read ({RedisFault.FirstLine(exception.Message)}): expected host:port and settings of StackExchange.Redis, separated by commas");
        }
    }

    private static void AddPasswordFault(RedisOptions options, List<string> faults)
    {
        if (options.PasswordFile is not { Length: > 0 } file)
            return;
        var fault = FaultOf(() => File.ReadAllText(file).Trim().Length > 0 ? null : "is empty");
        if (fault is not null)
            faults.Add($"{Key(nameof(options.PasswordFile))} is {file}, which {fault}: name a file that holds the password and that this user may read");
    }

    private static void AddAuthorityFault(RedisOptions options, List<string> faults)
    {
        if (options.CertificateAuthorityFile is not { Length: > 0 } file)
            return;
        var fault = FaultOf(() =>
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? null : "holds no certificate";
        });
        if (fault is not null)
            faults.Add($"{Key(nameof(options.CertificateAuthorityFile))} is {file}, which {fault}: name a file with certificates in PEM that this user may read");
    }

    private static string? FaultOf(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"cannot be read ({exception.Message})";
        }
    }
}
