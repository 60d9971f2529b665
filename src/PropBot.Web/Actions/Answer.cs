using System.Text.Json;
using PropBot.Web.Access;
using PropBot.Web.Endpoints;

namespace PropBot.Web.Actions;

/// <summary>A status and a JSON body. <paramref name="Text"/> is the sentence a page shows.</summary>
public sealed record Answer(int Status, object Body, string? Text = null, TimeSpan? RetryAfter = null) : IResult
{
    public bool Good => Status < 400;

    /// <summary>The machine word of a refusal, empty otherwise.</summary>
    public string Code { get; init; } = "";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json; charset=utf-8";
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfter is { } wait) response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString();
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Body, ApiJson.Options), httpContext.RequestAborted);
    }
}

public static class Answers
{
    public static Answer Ok(object body, string? text = null) => new(StatusCodes.Status200OK, body, text);

    /// <summary><c>{"detail": code, "message": sentence}</c></summary>
    public static Answer Refused(int status, string code, string text, TimeSpan? retryAfter = null) =>
        new(status, new { detail = code, message = text }, text, retryAfter) { Code = code };

    public static Answer Forbidden(string text) => Refused(StatusCodes.Status403Forbidden, "forbidden", text);

    /// <summary>A list in the predecessor's validation form: 422.</summary>
    public static Answer Invalid(IReadOnlyList<BodyProblem> problems) => new(
        StatusCodes.Status422UnprocessableEntity,
        new
        {
            detail = problems.Select(p => new { type = p.Type, loc = p.Location, msg = p.Text, input = p.Input }),
            message = string.Join(" ", problems.Select(p => $"{p.Location[^1]}: {p.Text}.")),
        },
        string.Join(" ", problems.Select(p => $"{p.Location[^1]}: {p.Text}.")));

    public static IResult Unauthorized(Door door) => door.Form
        ? Results.Content(
            "<!doctype html><html lang=\"en\"><title>PropBot</title><p>You are not logged in. <a href=\"/\">Log in</a></p></html>",
            "text/html; charset=utf-8", statusCode: StatusCodes.Status401Unauthorized)
        : new Answer(StatusCodes.Status401Unauthorized, new { detail = "unauthorized" });
}

/// <summary>One thing wrong with a body or query.</summary>
/// <param name="Type">The predecessor's words: <c>missing</c>, <c>json_invalid</c>, <c>string_type</c>, <c>decimal_type</c>, <c>bool_type</c>, …</param>
public sealed record BodyProblem(string Type, IReadOnlyList<string> Location, string Text, object? Input = null);
