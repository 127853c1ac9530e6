using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace RechargeMonitor.Api.Answers;

/// <summary>An error as RFC 9457 problem details, with the parameter, its value and what is expected where it is about one.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">A sentence for whoever reads it.</param>
/// <param name="parameter">The parameter's name.</param>
/// <param name="value">The parameter's value as it came.</param>
/// <param name="expected">What would be right.</param>
/// <param name="writeMore">Writes further members.</param>
internal sealed class ProblemAnswer(
    int status, string detail, string? parameter = null, string? value = null, string? expected = null, Action<Utf8JsonWriter>? writeMore = null)
    : IResult
{
    public const string ContentType = "application/problem+json";

    private const int MaxValueLength = 64;

    /// <summary>A parameter that cannot be read.</summary>
    public static ProblemAnswer Malformed(string parameter, string? value, string expected) =>
        new(StatusCodes.Status400BadRequest, $"{parameter} must be {expected}.", parameter, value, expected);

    /// <summary>A parameter that can be read but names nothing that is there.</summary>
    public static ProblemAnswer Unknown(string parameter, string? value, string detail, string expected) =>
        new(StatusCodes.Status404NotFound, detail, parameter, value, expected);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = ContentType;
        var body = JsonBody.Of(this, static (json, problem) => problem.WriteTo(json));
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }

    private void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(status));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, detail);
        if (parameter is not null)
            json.WriteString("parameter"u8, parameter);
        if (value is not null)
            json.WriteString("value"u8, Bounded(value));
        if (expected is not null)
            json.WriteString("expected"u8, expected);
        writeMore?.Invoke(json);
    }

    /// <summary>What a caller sent is shown cut and without control characters, so that it can be printed and logged.</summary>
    private static string Bounded(string value)
    {
        var cut = value.Length <= MaxValueLength ? value : value[..MaxValueLength] + "…";
        return string.Create(cut.Length, cut, static (shown, text) =>
        {
            for (var index = 0; index < text.Length; index++)
                shown[index] = char.IsControl(text[index]) || char.IsSurrogate(text[index]) ? '\uFFFD' : text[index];
        });
    }
}
