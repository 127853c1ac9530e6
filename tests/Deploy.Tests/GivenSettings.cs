using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using RechargeMonitor.Monitor.Tests;
using RechargeMonitor.Servers;

namespace RechargeMonitor.Deploy.Tests;

/// <summary>Gives settings of the environment to the executable, which knows best what it accepts.</summary>
internal static class GivenSettings
{
    private const string Secrets = "/run/secrets";
    private const string Authorities = "/run/authorities/ca.pem";

    // What each role cannot start with, whatever else is right: it ends before it connects to anything.
    private static readonly Dictionary<string, (string Key, string Value)> Stoppers = new(StringComparer.Ordinal)
    {
        ["silo"] = ("Silo__Url", "nowhere"),
        ["ingest"] = ("Ingest__Url", "nowhere"),
        ["api"] = ("Api__Url", "nowhere"),
        ["schema"] = ("MySql__MaxConcurrency", "0"),
    };

    /// <summary>Everything that the executable says against them.</summary>
    /// <param name="arguments">The command line, as the container gets it.</param>
    /// <param name="environment">The variables.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        // A file of settings is judged whole; of the environment, sections that nobody knows go unseen.
        using var folder = new TemporaryFolder();
        var role = arguments.First();
        var (key, value) = Stoppers[role];
        var settings = new JsonObject();
        foreach (var (name, given) in environment.Where(pair => pair.Key != key).Append(new(key, value)))
        {
            var placed = await PlacedAsync(folder, given);
            Add(settings, name.Split("__"), placed);
        }

        var file = folder["settings.json"];
        await File.WriteAllTextAsync(file, settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        var run = await Executable.RunAsync([.. arguments, "--config", file]);
        var faults = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        var expected = faults.RemoveAll(fault => fault.Contains(key.Replace("__", ":", StringComparison.Ordinal), StringComparison.Ordinal));
        if (run.ExitCode == 0 || expected != 1)
            faults.Add($"'{string.Join(' ', arguments)}' ended with {run.ExitCode} and did not name {key} once: {run.Error}");
        return faults;
    }

    /// <summary>Files that exist only in a pod are made here.</summary>
    private static async Task<string> PlacedAsync(TemporaryFolder folder, string value)
    {
        if (value.StartsWith(Secrets, StringComparison.Ordinal))
        {
            var secret = folder["secret"];
            await File.WriteAllTextAsync(secret, "# a password, or a file of keys that holds none");
            return secret;
        }

        if (!value.Contains(Authorities, StringComparison.Ordinal))
            return value;
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var authority = folder["ca.pem"];
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        return value.Replace(Authorities, authority, StringComparison.Ordinal);
    }

    private static void Add(JsonObject section, ArraySegment<string> path, string value)
    {
        if (path.Count == 1)
        {
            section[path[0]] = value;
            return;
        }

        if (section[path[0]] is not JsonObject inner)
            section[path[0]] = inner = [];
        Add(inner, path[1..], value);
    }
}
