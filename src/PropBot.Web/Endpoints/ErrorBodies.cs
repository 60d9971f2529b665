using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

/// <summary>Every answer that is an error has a body with <c>detail</c>; a request that makes no sense is never a 5xx (contract 1.1).</summary>
public sealed partial class ErrorBodies(RequestDelegate next, ILogger<ErrorBodies> log)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Answers.Refused(bad.StatusCode, bad.StatusCode == 413 ? "body_too_large" : "bad_request", Sentences.First(bad.Message)).ExecuteAsync(context);
            return;
        }
        catch (Exception broken) when (!context.Response.HasStarted)
        {
            LogBroken(broken, context.Request.Method, context.Request.Path);
            await Answers.Refused(500, "internal_error", "The desk's door broke on this request; the log names it.").ExecuteAsync(context);
            return;
        }
        if (context.Response.HasStarted || context.Response.ContentLength is not null || context.Response.ContentType is not null) return;
        var bare = context.Response.StatusCode switch
        {
            404 => "Not Found",
            405 => "Method Not Allowed",
            415 => "Unsupported Media Type",
            >= 400 and < 500 => "bad_request",
            _ => null,
        };
        if (bare is not null) await new Answer(context.Response.StatusCode, new { detail = bare }).ExecuteAsync(context);
    }

    [LoggerMessage(4002, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogBroken(Exception broken, string method, string path);
}
