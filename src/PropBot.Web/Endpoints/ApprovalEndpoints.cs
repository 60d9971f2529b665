using System.Globalization;
using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

/// <summary>Everything two people decide, beside the resume: requests, confirms, and taking back (R5, R6, R10, R13).</summary>
public static class ApprovalEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var ui = app.MapGroup("/api/ui").WithTags("Approvals");
        ui.MapPost("/risk/limit-request", AskLimit).Behind(new Door(DoorKind.Act, "RAISE_LIMIT_REQUEST")).Takes<LimitRequestBody>();
        ui.MapPost("/risk/limit-approve", ConfirmLimit).Behind(new Door(DoorKind.Act, "RAISE_LIMIT_APPROVE")).Takes<ApproveBody>();
        ui.MapPost("/risk/limit-lower", LowerLimit).Behind(new Door(DoorKind.Tighten, "LOWER_LIMIT")).Takes<LimitLowerBody>();
        Exit(ui, "/safe-mode", RequestActions.ExitSafeMode, "EXIT_SAFE_MODE");
        Exit(ui, "/dry-run", RequestActions.ExitDryRun, "EXIT_DRY_RUN");
        ui.MapPost("/approvals/{id}/confirm", Confirm).Behind(new Door(DoorKind.Act, "APPROVE")).Takes<ConfirmBody>();
        ui.MapPost("/approvals/{id}/reject", Close).Behind(new Door(DoorKind.Act, "REJECT") { LoosensNothing = true }).Takes<ActorBody>(isOptional: true);
        ui.MapPost("/approvals/{id}/withdraw", Close).Behind(new Door(DoorKind.Act, "WITHDRAW") { LoosensNothing = true }).Takes<ActorBody>(isOptional: true);
    }

    private static void Exit(RouteGroupBuilder ui, string path, string process, string action)
    {
        ui.MapPost($"{path}/exit-request", (HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: true, body =>
        {
            var (reason, by) = (body.Text("reason", required: true), body.Text("requested_by"));
            return () => actions.AskExit(Visitor.Of(context).As(by), process, reason);
        })).Behind(new Door(DoorKind.Act, $"{action}_REQUEST")).Takes<ResumeRequestBody>();
        ui.MapPost($"{path}/exit-confirm", (HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: true, body =>
        {
            var (id, token, by) = (body.Text("request_id"), body.Text("token", required: true), body.Text("actor"));
            return () => actions.ConfirmOf(Visitor.Of(context).As(by), process, id, token);
        })).Behind(new Door(DoorKind.Act, $"{action}_APPROVE")).Takes<ApproveBody>();
    }

    private static Task<IResult> AskLimit(HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (limit, scope, reason, by) = (body.Text("limit"), body.Text("scope"), body.Text("reason"), body.Text("requested_by"));
        var (value, until) = (body.Number("value"), ReadTime(body, "until"));
        return () => actions.AskLimit(Visitor.Of(context).As(by), limit, scope, value, reason, until);
    });

    private static Task<IResult> ConfirmLimit(HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (id, token, by) = (body.Text("request_id", required: true), body.Text("token", required: true), body.Text("actor"));
        return () => actions.ConfirmLimit(Visitor.Of(context).As(by), id, token);
    });

    private static Task<IResult> LowerLimit(HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (limit, scope, value, by) = (body.Text("limit"), body.Text("scope"), body.Number("value"), body.Text("requested_by"));
        return () => actions.LowerLimit(Visitor.Of(context).As(by), limit, scope, value);
    });

    private static Task<IResult> Confirm(string id, HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (token, by, shown) = (body.Text("token", required: true), body.Text("actor"), body.Text("payload_hash"));
        return () => actions.Confirm(Visitor.Of(context).As(by), id, token, shown);
    });

    private static Task<IResult> Close(string id, HttpContext context, RequestActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        var by = body.Text("actor");
        return () => actions.Close(Visitor.Of(context).As(by), id);
    });

    private static DateTimeOffset? ReadTime(BodyReader body, string name)
    {
        if (body.Text(name) is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        body.Require(false, name, $"{name} must be a time like 2026-11-22T18:00:00+00:00", text);
        return null;
    }
}
