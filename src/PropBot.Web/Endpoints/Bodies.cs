using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

// The shapes of request bodies. They are read field by field, so that every problem is named; as types they tell the documentation.

/// <summary><c>POST /api/ui/hold</c></summary>
public sealed record HoldBody(string? Reason = null, string? RequestedBy = null);

/// <summary><c>POST /api/ui/resume-request</c>; <c>root_cause</c> is needed while a P0 is among the HOLD's reasons (R8).</summary>
public sealed record ResumeRequestBody(string Reason, string? RequestedBy = null, string? RootCause = null);

/// <summary><c>POST /api/ui/resume-confirm</c></summary>
public sealed record ResumeConfirmBody(string Token, string? Actor = null);

/// <summary><c>POST /api/ui/kill</c>; <c>flatten</c>: false, true (= "matched"), "matched" or "each_venue".</summary>
public sealed record KillBody(object? Flatten = null);

/// <summary><c>POST /api/ui/cancel-all</c>, <c>/close_exposure</c></summary>
public sealed record VenueBody(string? Venue = null, string? Symbol = null);

/// <summary><c>PATCH /api/ui/control</c>; see <see cref="ControlBody"/> for ranges.</summary>
public sealed record ControlPatchBody(
    string? Mode, bool? SafeMode, bool? DryRunOnly, bool? TwoManRule, bool? AutoLoop, decimal? MinSpreadBps, decimal? MaxSlippageBps,
    decimal? OrderNotionalUsdt, int? PollIntervalSec, string? LoopPair, IReadOnlyList<string>? LoopVenues);

/// <summary><c>POST /api/arb/preview</c>; with <c>min_spread</c> a spread check, else a plan.</summary>
public sealed record PreviewBody(string? Symbol, string? Pair, decimal? Notional, decimal? UsedSlippageBps, decimal? MinSpread);

/// <summary><c>POST /api/arb/execute</c>, form B. Form A is a plan as the preview returned it.</summary>
public sealed record ExecuteBody(string Symbol, decimal MinSpread, decimal NotionUsdt, decimal Leverage);

/// <summary><c>POST /api/ui/strategy/enable</c>, <c>/strategy/disable</c>, <c>/strategy/unfreeze-request</c></summary>
public sealed record StrategyBody(string Strategy, string Reason, string? RequestedBy = null);

/// <summary><c>POST /api/ui/rpi</c>: 0–100.</summary>
public sealed record DialBody(int Value);

/// <summary><c>POST /api/ui/rpi-request</c></summary>
public sealed record DialRequestBody(int Value, string Reason, string? RequestedBy = null);

internal static class BodyRoutes
{
    /// <summary>Tells the documentation the body's shape. Any content type is let in: HOLD must not fail for want of a header.</summary>
    public static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder route, bool isOptional = false)
        where TBody : notnull => route.Accepts<TBody>(isOptional, "application/json", "*/*");

    /// <summary>Reads the body, answers its problems, or hands it on.</summary>
    public static async Task<IResult> Read(HttpContext context, bool required, Func<BodyReader, Func<Task<Answer>>> handle)
    {
        var body = new BodyReader(await RequestBody.Read(context), required);
        if (!body.Good) return Answers.Invalid(body.Problems);
        var run = handle(body);
        return body.Good ? await run() : Answers.Invalid(body.Problems);
    }
}
