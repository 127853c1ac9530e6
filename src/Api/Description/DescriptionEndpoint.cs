using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using RechargeMonitor.Api.Answers;

namespace RechargeMonitor.Api.Description;

/// <summary>Publishes the OpenAPI document, which is made once.</summary>
internal sealed class DescriptionEndpoint([FromKeyedServices(DescriptionEndpoint.Version)] IOpenApiDocumentProvider provider)
{
    internal const string Version = "v1";

    private readonly Lock gate = new();
    private Task<PreparedAnswer>? document;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapReading($"/openapi/{Version}.json", static (DescriptionEndpoint description) => description.GetAsync()).ExcludeFromDescription();

    private async Task<IResult> GetAsync()
    {
        Task<PreparedAnswer> made;
        lock (gate)
            made = document is null or { IsFaulted: true } ? document = MakeAsync() : document;
        return await made;
    }

    private async Task<PreparedAnswer> MakeAsync()
    {
        var described = await provider.GetOpenApiDocumentAsync();
        return PreparedAnswer.Constant(
            Encoding.UTF8.GetBytes(await described.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1)), "application/json; charset=utf-8");
    }
}
