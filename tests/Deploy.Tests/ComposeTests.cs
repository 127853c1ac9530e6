using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace RechargeMonitor.Deploy.Tests;

/// <summary>The file of one machine: the executable accepts its settings, and nothing that it names is missing.</summary>
public sealed class ComposeTests
{
    private static readonly string[] Roles = ["api", "ingest-1", "ingest-2", "schema", "silo-1", "silo-2"];

    [Fact]
    public async Task Settings_OfEachRole_AreAcceptedByTheExecutable()
    {
        var services = await ServicesAsync();
        Assert.Equal(["kafka", "mysql", "redis", "topic", .. Roles], services.Keys.OrderBy(name => Array.IndexOf(Roles, name)).ThenBy(name => name, StringComparer.Ordinal));
        foreach (var role in Roles)
        {
            var service = services[role];
            var faults = await GivenSettings.FaultsAsync(
                ((List<object>)service["command"]).Cast<string>(), ((Dictionary<object, object>)service["environment"]).Select(pair => new KeyValuePair<string, string>((string)pair.Key, (string)pair.Value)));
            Assert.True(faults.Count == 0, $"{role}: {string.Join(Environment.NewLine, faults)}");
        }
    }

    [Fact]
    public async Task Dependencies_OfEachService_AreServices()
    {
        var services = await ServicesAsync();
        Assert.All(services.Values.Where(service => service.ContainsKey("depends_on")), service =>
            Assert.All(((Dictionary<object, object>)service["depends_on"]).Keys, name => Assert.Contains((string)name, services.Keys)));
    }

    private static async Task<Dictionary<string, Dictionary<string, object>>> ServicesAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "compose", "compose.yaml"));
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var document = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)document["services"]).ToDictionary(
            pair => (string)pair.Key, pair => ((Dictionary<object, object>)pair.Value).ToDictionary(inner => (string)inner.Key, inner => inner.Value));
    }
}
