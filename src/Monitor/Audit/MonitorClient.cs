using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RechargeMonitor.Monitor.Audit;

/// <summary>Asks a running monitor for its figures.</summary>
/// <param name="address">The monitor's.</param>
/// <param name="key">The API key or token that it asks for, if any.</param>
internal sealed class MonitorClient(Uri address, string? key = null) : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient http = new()
    {
        BaseAddress = address,
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxAnswerBytes,
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>An answer of the REST contract; nothing where the monitor does not have it.</summary>
    /// <param name="call">The path behind <c>api/v1/</c>, with its query.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FaultException">The monitor cannot be reached or gives no such answer.</exception>
    public async Task<JsonDocument?> GetAsync(string call, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"api/v1/{call}", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new FaultException($"{address}: the monitor lets nobody read without a key, or not with this one: name a file that holds one with --key-file");
            if (!answer.IsSuccessStatusCode)
                throw new FaultException($"{address}api/v1/{call}: the monitor answers {(int)answer.StatusCode} {answer.ReasonPhrase}: look at its log");
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return JsonDocument.Parse(body);
        }
        catch (HttpRequestException fault)
        {
            throw new FaultException($"{address}: the monitor cannot be reached: {fault.Message}: is it running, and is this its address?", fault);
        }
        catch (JsonException fault)
        {
            throw new FaultException($"{address}api/v1/{call}: the answer is not JSON: is this the monitor's address?", fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FaultException($"{address}: the monitor does not answer within {Timeout.TotalSeconds:0} s", fault);
        }
    }

    public void Dispose() => http.Dispose();
}
