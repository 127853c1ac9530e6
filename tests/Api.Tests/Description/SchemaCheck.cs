using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RechargeMonitor.Api.Tests.Description;

/// <summary>Holds answers against the published OpenAPI document: nothing may be missing, unknown or of another type.</summary>
public sealed class SchemaCheck(JsonObject document)
{
    /// <summary>What is wrong with an answer to GET of a path; nothing where it is as published.</summary>
    public IReadOnlyList<string> Faults(string path, string status, string contentType, JsonNode answer)
    {
        var schema = document["paths"]?[path]?["get"]?["responses"]?[status]?["content"]?[contentType]?["schema"];
        if (schema is null)
            return [$"{path} publishes no {status} of {contentType}"];
        var faults = new List<string>();
        Check(schema.AsObject(), answer, path, faults);
        return faults;
    }

    private void Check(JsonObject schema, JsonNode? value, string at, List<string> faults)
    {
        if (schema["$ref"] is { } reference)
        {
            schema = document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!.AsObject();
        }

        var type = schema["type"]?.GetValue<string>();
        if (type is null || !(type == TypeOf(value) || (type == "number" && TypeOf(value) == "integer")))
        {
            faults.Add($"{at} is published as {type ?? "nothing"} and is {TypeOf(value)}: {value?.ToJsonString()}");
            return;
        }

        if (value is JsonObject properties)
            CheckObject(schema, properties, at, faults);
        foreach (var (index, item) in (value as JsonArray ?? []).Index())
            Check(schema["items"]!.AsObject(), item, $"{at}[{index}]", faults);
        if (schema["format"]?.GetValue<string>() == "date-time" && !Regex.IsMatch(value!.GetValue<string>(), @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"))
            faults.Add($"{at} is no instant in UTC: {value}");
    }

    private void CheckObject(JsonObject schema, JsonObject value, string at, List<string> faults)
    {
        foreach (var name in schema["required"]?.AsArray() ?? [])
        {
            if (!value.ContainsKey(name!.GetValue<string>()))
                faults.Add($"{at}.{name} is required and absent");
        }

        foreach (var (name, property) in value)
        {
            if ((schema["properties"]?[name] ?? schema["additionalProperties"]) is JsonObject published)
                Check(published, property, $"{at}.{name}", faults);
            else
                faults.Add($"{at}.{name} is not published");
        }
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.ToJsonString().Contains('.') ? "number" : "integer",
        _ => "null",
    };
}
