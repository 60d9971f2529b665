using PropBot.Web.Actions;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Access;

/// <summary>Idempotency and rate limit of writes (contract 1.1). Tightening passes untouched by both (R4).</summary>
public sealed class GuardedWrites(Idempotency idempotency, RateLimits limits)
{
    public async Task Pass(HttpContext context, Identity identity, bool tightens, RequestDelegate next)
    {
        if (tightens)
        {
            RateLimits.Show(limits.Look(identity.Name), context.Response);
            await next(context);
            return;
        }
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0) await Limited(context, identity, next);
        else if (key.Length > Idempotency.LongestKey)
            await Answers.Refused(400, "idempotency_key_invalid", $"An Idempotency-Key has at most {Idempotency.LongestKey} characters.").ExecuteAsync(context);
        else await Once(context, identity, key, next);
    }

    private async Task Once(HttpContext context, Identity identity, string key, RequestDelegate next)
    {
        var request = context.Request;
        var fingerprint = Idempotency.Fingerprint(request.Method, $"{request.Path}{request.QueryString}", await RequestBody.Read(context));
        switch (idempotency.Begin(identity.Name, key, fingerprint))
        {
            case IdempotencyTurn.First first:
                await Remember(context, identity, first.Entry, next);
                break;
            case IdempotencyTurn.Again again when await again.Answer is { } stored:
                await Replay(context, stored);
                break;
            case IdempotencyTurn.Again:
                await Limited(context, identity, next);
                break;
            default:
                await Answers.Refused(409, "idempotency key conflict", "This Idempotency-Key was used for another request.").ExecuteAsync(context);
                break;
        }
    }

    private async Task Remember(HttpContext context, Identity identity, Idempotency.Entry entry, RequestDelegate next)
    {
        var outside = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            var handled = await Limited(context, identity, next);
            // A refusal by the rate limit says nothing about the request, so it is not what a repeat should get.
            if (handled && context.Response.StatusCode < 500)
                Idempotency.Finish(entry, new StoredAnswer(context.Response.StatusCode, context.Response.ContentType, kept.ToArray()));
        }
        finally
        {
            context.Response.Body = outside;
            idempotency.ForgetUnlessFinished(entry);
        }
        kept.Position = 0;
        await kept.CopyToAsync(outside, context.RequestAborted);
    }

    private async Task<bool> Limited(HttpContext context, Identity identity, RequestDelegate next)
    {
        var answer = limits.Take(identity.Name);
        RateLimits.Show(answer, context.Response);
        if (answer.Allowed) await next(context);
        else await Answers.Refused(429, "rate limit exceeded", "Too many writes: wait a moment. HOLD, kill, cancel and close are never limited.").ExecuteAsync(context);
        return answer.Allowed;
    }

    private static async Task Replay(HttpContext context, StoredAnswer stored)
    {
        context.Response.StatusCode = stored.Status;
        context.Response.ContentType = stored.ContentType;
        context.Response.Headers["Idempotent-Replay"] = "true";
        await context.Response.Body.WriteAsync(stored.Body, context.RequestAborted);
    }
}
