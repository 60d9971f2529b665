using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints.Hedges;

/// <summary><c>POST /api/ui/hedges/{id}/unwind</c>, <c>/closed-by-hand</c></summary>
public sealed record SettleBody(string? Reason, string? Actor);

/// <summary>Settling a partial hedge (R28): unwind, complete by two people, closed by hand.</summary>
public static class PartialEndpoints
{
    private const int LongestId = 64;

    public static void Map(IEndpointRouteBuilder app)
    {
        var hedges = app.MapGroup("/api/ui/hedges").WithTags("Partial hedges");
        hedges.MapGet("/partial", (PartialActions actions) => actions.All()).Behind(new Door(DoorKind.Read));
        hedges.MapPost("/{id}/unwind", Unwind).Behind(new Door(DoorKind.Tighten, "HEDGE_UNWIND")).Takes<SettleBody>(isOptional: true);
        hedges.MapPost("/{id}/complete-request", Ask).Behind(new Door(DoorKind.Act, "COMPLETE_HEDGE_REQUEST")).Takes<ResumeRequestBody>();
        hedges.MapPost("/{id}/complete-confirm", Confirm).Behind(new Door(DoorKind.Act, "COMPLETE_HEDGE_APPROVE")).Takes<ApproveBody>();
        hedges.MapPost("/{id}/closed-by-hand", ByHand).Behind(new Door(DoorKind.Act, "HEDGE_CLOSED_BY_HAND") { LoosensNothing = true }).Takes<SettleBody>();
    }

    private static Task<IResult> Unwind(string id, HttpContext context, PartialActions actions) => Of(id, context, required: false, body =>
    {
        var (reason, by) = (body.Text("reason"), body.Text("actor"));
        return () => actions.Unwind(Visitor.Of(context).As(by), id, reason);
    });

    private static Task<IResult> Ask(string id, HttpContext context, PartialActions actions) => Of(id, context, required: true, body =>
    {
        var (reason, by) = (body.Text("reason", required: true), body.Text("requested_by"));
        return () => actions.AskCompletion(Visitor.Of(context).As(by), id, reason);
    });

    private static Task<IResult> Confirm(string id, HttpContext context, PartialActions actions) => Of(id, context, required: true, body =>
    {
        var (request, token, by) = (body.Text("request_id"), body.Text("token", required: true), body.Text("actor"));
        return () => actions.ConfirmCompletion(Visitor.Of(context).As(by), id, request, token);
    });

    private static Task<IResult> ByHand(string id, HttpContext context, PartialActions actions) => Of(id, context, required: true, body =>
    {
        var (reason, by) = (body.Text("reason", required: true), body.Text("actor"));
        return () => actions.ClosedByHand(Visitor.Of(context).As(by), id, reason);
    });

    private static async Task<IResult> Of(string id, HttpContext context, bool required, Func<BodyReader, Func<Task<Answer>>> read) =>
        id.Length > LongestId || id.Any(char.IsControl) ? Answers.Refused(404, "hedge_not_found", "No hedge is called that.") : await BodyRoutes.Read(context, required, read);
}
