using System.Globalization;
using System.Text.Json.Nodes;

namespace RechargeMonitor.Servers;

/// <summary>A Prometheus of a test, which scrapes the roles of a monitor every second.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private const string Program = "prometheus";

    private readonly TemporaryFolder folder = new();
    private readonly ServerProcess process;
    private readonly HttpClient http;

    private PrometheusServer(IEnumerable<(string Role, string Address)> targets)
    {
        var port = ServerProcess.FreePort();
        File.WriteAllText(folder["prometheus.yml"], Configuration(targets));
        process = new ServerProcess("Prometheus", Programs.Find(Program)!,
        [
            $"--config.file={folder["prometheus.yml"]}", $"--storage.tsdb.path={folder["data"]}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
        ]);
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Why there is none here; nothing where there is.</summary>
    public static string? Missing => Programs.Find(Program) is null ? $"{Program} is not installed" : null;

    /// <summary>Starts one.</summary>
    /// <param name="targets">Roles and the addresses that they answer at.</param>
    public static async Task<PrometheusServer> StartAsync(IEnumerable<(string Role, string Address)> targets)
    {
        var server = new PrometheusServer(targets);
        try
        {
            await server.process.StartAsync(async () => (await server.http.GetAsync(new Uri("/-/ready", UriKind.Relative))).IsSuccessStatusCode);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What an expression gives now: the labels of each series and its value.</summary>
    /// <exception cref="InvalidOperationException">It is no expression.</exception>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> QueryAsync(string expression)
    {
        using var answer = await http.GetAsync(new Uri($"/api/v1/query?query={Uri.EscapeDataString(expression)}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"Prometheus refuses {expression}: {text}");
        var data = JsonNode.Parse(text)!["data"]!;
        return data["resultType"]!.GetValue<string>() == "vector"
            ? [.. data["result"]!.AsArray().Select(series => (Labels(series!["metric"]!.AsObject()), Number(series["value"]![1]!)))]
            : [(new Dictionary<string, string>(), Number(data["result"]![1]!))];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static string Configuration(IEnumerable<(string Role, string Address)> targets) => $$"""
        global: { scrape_interval: 1s }
        scrape_configs:
          - job_name: recharge-monitor
            static_configs:
        {{string.Join('\n', targets.Select(Target))}}
        """;

    private static string Target((string Role, string Address) target) =>
        $"      - {{ targets: ['{new Uri(target.Address).Authority}'], labels: {{ role: {target.Role} }} }}";

    private static Dictionary<string, string> Labels(JsonObject labels) => labels.ToDictionary(label => label.Key, label => label.Value!.GetValue<string>());

    private static double Number(JsonNode value) =>
        double.Parse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
