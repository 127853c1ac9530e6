using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace RechargeMonitor.Api.Description;

/// <summary>Completes the OpenAPI document with what the code alone does not say.</summary>
internal static class DescriptionExtensions
{
    private const string KeyScheme = "key";

    public static IServiceCollection AddMonitorDescription(this IServiceCollection services)
    {
        services.AddSingleton<DescriptionEndpoint>();
        return services.AddOpenApi(DescriptionEndpoint.Version, static options =>
        {
            // HEAD is GET without the body.
            options.ShouldInclude = static call => call.HttpMethod == "GET";
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer(DescribeAsync);
        });
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Recharge monitor",
            Version = DescriptionEndpoint.Version,
            Description = "Figures of mobile top-ups (充值) in real time. Amounts are in fen, durations in ms, rates 0 to 1; "
                + "days and buckets are in China Standard Time. Every answer carries revision and asOf, and stale while its figures are only the last known ones; ETag and If-None-Match "
                + "are honoured; parameters that are not named here are ignored.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        AddKeys(document);
        return Task.CompletedTask;
    }

    /// <summary>Where the monitor is reached by this machine alone, no key may be needed; elsewhere one is.</summary>
    private static void AddKeys(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key or an issuer's token. Without the role that a call needs: 401 or 403; beyond a client's share of requests: 429.",
        };
        document.Security = [[], new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            Describe(parameter);
        if (context.Description.RelativePath == "api/v1/live")
            operation.Parameters = [.. operation.Parameters ?? [], LastEventId()];
        foreach (var (status, response) in operation.Responses ?? [])
            response.Description = Meaning(status);
        return Task.CompletedTask;
    }

    private static void Describe(OpenApiParameter parameter)
    {
        parameter.Schema = parameter.Name switch
        {
            "day" => Text("^[0-9]{8}$"),
            "from" or "to" => Text("^([0-9]{8})?[0-9]{2}([0-9]{2})?$"),
            "code" => Text("^([0-9]{1,6}|other)$"),
            "limit" => new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = 100 },
            "service" => Choice("makeNewOrder", "sendPayReq", "payNotifyReq", "sendRechargeReq", "reChargeNotifyReq"),
            "by" when parameter.In == ParameterLocation.Path => Choice("gateway", "channel", "result"),
            "by" => Choice("minute", "hour"),
            _ => parameter.Schema,
        };
        parameter.Example = parameter.Name switch
        {
            "day" => "20170412",
            "from" => "0300",
            "to" => "0959",
            "code" => "200",
            "limit" => 100,
            "service" => "reChargeNotifyReq",
            "by" when parameter.In == ParameterLocation.Path => "gateway",
            "by" => "minute",
            _ => parameter.Example,
        };
    }

    private static OpenApiParameter LastEventId() => new()
    {
        Name = "Last-Event-ID",
        In = ParameterLocation.Header,
        Description = "The id of the last event that the client saw.",
        Schema = Text("^[0-9]+(-stale)?$"),
    };

    private static OpenApiSchema Text(string pattern) => new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Choice(params string[] values) =>
        new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => (JsonNode)value)] };

    private static string Meaning(string status) => status switch
    {
        "200" => "The answer.",
        "304" => "Nothing has changed since the ETag of If-None-Match.",
        "400" => "A parameter is malformed.",
        "404" => "There is nothing of that name, or there are no figures yet.",
        "503" => "Not now.",
        _ => "",
    };

    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // What is absent where there are no data is never null, and numbers are never text.
        if (schema.Type is { } type)
        {
            schema.Type = type & ~JsonSchemaType.Null;
            if (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))
                (schema.Type, schema.Pattern) = (schema.Type & ~JsonSchemaType.String, null);
        }

        if (context.JsonTypeInfo.Type == typeof(UInt128))
            (schema.Type, schema.Minimum) = (JsonSchemaType.Integer, "0");
        return Task.CompletedTask;
    }
}
