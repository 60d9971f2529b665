using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

/// <summary>Everything that changes the desk's mode or orders (contract 1.4, 1.7).</summary>
public static class CommandEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var ui = app.MapGroup("/api/ui").WithTags("Commands");
        ui.MapPost("/hold", Hold).Behind(new Door(DoorKind.Tighten, "HOLD")).Takes<HoldBody>(isOptional: true);
        ui.MapPost("/kill", Kill).Behind(new Door(DoorKind.Tighten, "KILL")).Takes<KillBody>(isOptional: true);
        ui.MapPost("/cancel-all", CancelAll).Behind(new Door(DoorKind.Tighten, "CANCEL_ALL")).Takes<VenueBody>(isOptional: true);
        ui.MapPost("/cancel_all", CancelAll).Behind(new Door(DoorKind.Tighten, "CANCEL_ALL")).Takes<VenueBody>(isOptional: true);
        ui.MapPost("/close_exposure", CloseExposure).Behind(new Door(DoorKind.Tighten, "CLOSE_EXPOSURE")).Takes<VenueBody>(isOptional: true);
        ui.MapPost("/resume-request", ResumeRequest).Behind(new Door(DoorKind.Act, "RESUME_REQUEST")).Takes<ResumeRequestBody>();
        ui.MapPost("/resume-confirm", ResumeConfirm).Behind(new Door(DoorKind.Act, "RESUME_APPROVE")).Takes<ResumeConfirmBody>();
        ui.MapPost("/resume-withdraw", ResumeWithdraw).Behind(new Door(DoorKind.Act, "RESUME_WITHDRAW") { LoosensNothing = true });
        ui.MapPost("/resume", (HttpContext context, ResumeActions actions) => actions.Resume(Visitor.Of(context).As(null)))
            .Behind(new Door(DoorKind.Act, "RESUME_EXECUTE"));
        ui.MapPatch("/control", Patch).Behind(new Door(DoorKind.Act, "CONTROL_PATCH") { PatchesControl = true }).Takes<ControlPatchBody>();
    }

    private static Task<IResult> Hold(HttpContext context, EmergencyActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        var (reason, by) = (body.Text("reason"), body.Text("requested_by"));
        return () => actions.Hold(Visitor.Of(context).As(by), reason);
    });

    private static Task<IResult> Kill(HttpContext context, EmergencyActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        var flatten = ReadFlatten(body);
        return () => actions.Kill(Visitor.Of(context).As(null), flatten);
    });

    private static Task<IResult> CancelAll(HttpContext context, EmergencyActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        RefuseUnknown(body, "venue", "correlation_id");
        var venue = ReadVenue(body);
        return () => actions.CancelAll(Visitor.Of(context).As(null), venue);
    });

    private static Task<IResult> CloseExposure(HttpContext context, EmergencyActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        RefuseUnknown(body, "venue", "symbol");
        var (venue, symbol) = (ReadVenue(body), body.Text("symbol")?.Trim().ToUpperInvariant());
        return () => actions.CloseExposure(Visitor.Of(context).As(null), venue, symbol);
    });

    private static Task<IResult> ResumeRequest(HttpContext context, ResumeActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (reason, by, rootCause) = (body.Text("reason", required: true), body.Text("requested_by"), body.Text("root_cause", longest: 4000));
        return () => actions.Request(Visitor.Of(context).As(by), reason, rootCause);
    });

    private static Task<IResult> ResumeConfirm(HttpContext context, ResumeActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (token, by) = (body.Text("token", required: true), body.Text("actor"));
        return () => actions.Confirm(Visitor.Of(context).As(by), token);
    });

    private static Task<Answer> ResumeWithdraw(HttpContext context, ResumeActions actions) => actions.Close(Visitor.Of(context).As(null));

    private static async Task<IResult> Patch(HttpContext context, ControlActions actions)
    {
        var (body, problems) = ControlBody.Read(await RequestBody.Read(context));
        return problems.Count > 0 ? Answers.Invalid(problems) : await actions.Patch(Visitor.Of(context).As(null), body);
    }

    private static FlattenScope ReadFlatten(BodyReader body)
    {
        if (body.Raw("flatten") is not { } value) return FlattenScope.None;
        if (BodyReader.ReadFlag(value) is { } flag) return flag ? FlattenScope.Matched : FlattenScope.None;
        if (BodyReader.Word(value) is { } word && FlattenScopes.TryParse(word, out var scope) && scope != FlattenScope.None) return scope;
        body.Require(false, "flatten", "flatten must be false, true, \"matched\" (equal quantities of both legs) or \"each_venue\" (every leg, which may leave others naked)", value.ToString());
        return FlattenScope.None;
    }

    private static Venue? ReadVenue(BodyReader body)
    {
        var text = body.Text("venue");
        if (text is null) return null;
        if (Venues.TryParse(text, out var venue)) return venue;
        body.Require(false, "venue", "venue must be binance or okx", text);
        return null;
    }

    private static void RefuseUnknown(BodyReader body, params string[] known)
    {
        foreach (var name in body.Names.Except(known, StringComparer.Ordinal)) body.Refuse("extra_forbidden", name, "is not a field of this request");
    }
}
