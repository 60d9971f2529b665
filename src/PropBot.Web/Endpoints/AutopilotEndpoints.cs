using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

/// <summary>Arming and disarming the autopilot (R20).</summary>
public static class AutopilotEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var ui = app.MapGroup("/api/ui/autopilot").WithTags("Autopilot");
        ui.MapPost("/arm-request", Ask).Behind(new Door(DoorKind.Act, "AUTOPILOT_ARM_REQUEST")).Takes<ResumeRequestBody>();
        ui.MapPost("/arm-confirm", Confirm).Behind(new Door(DoorKind.Act, "AUTOPILOT_ARM_APPROVE")).Takes<ApproveBody>();
        ui.MapPost("/disarm", Disarm).Behind(new Door(DoorKind.Tighten, "AUTOPILOT_DISARM")).Takes<ActorBody>(isOptional: true);
    }

    private static Task<IResult> Ask(HttpContext context, AutopilotActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (reason, by) = (body.Text("reason", required: true), body.Text("requested_by"));
        return () => actions.AskArm(Visitor.Of(context).As(by), reason);
    });

    private static Task<IResult> Confirm(HttpContext context, AutopilotActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (id, token, by) = (body.Text("request_id"), body.Text("token", required: true), body.Text("actor"));
        return () => actions.ConfirmArm(Visitor.Of(context).As(by), id, token);
    });

    private static Task<IResult> Disarm(HttpContext context, AutopilotActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        var by = body.Text("actor");
        return () => actions.Disarm(Visitor.Of(context).As(by));
    });
}
