using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Web.Endpoints.Views;

namespace PropBot.Web.Endpoints;

/// <summary><c>POST /api/ui/incidents/{id}/root-cause</c></summary>
public sealed record RootCauseBody(string RootCause);

/// <summary>Components, service levels, incidents, and the overview as a stream (contract 1.3).</summary>
public static class WatchEndpoints
{
    private const int LongestId = 64;
    private static readonly Door Read = new(DoorKind.Read);

    public static void Map(IEndpointRouteBuilder app)
    {
        var ui = app.MapGroup("/api/ui").WithTags("Status");
        ui.MapGet("/status/components", (StatusViews views) => Answers.Ok(views.Components())).Behind(Read);
        ui.MapGet("/status/slo", (StatusViews views) => Answers.Ok(views.Slo())).Behind(Read);
        ui.MapGet("/status/stream/status", StatusSocket.Serve).Behind(Read).ExcludeFromDescription();
        ui.MapGet("/incidents", (DeskLine desk) => Answers.Ok(new { incidents = desk.Snapshot.Watch.Incidents.Select(WatchViews.Incident), count = desk.Snapshot.Watch.Incidents.Length })).Behind(Read);
        ui.MapPost("/incidents/{id}/ack", Acknowledge).Behind(new Door(DoorKind.Act, "INCIDENT_ACK") { LoosensNothing = true });
        ui.MapPost("/incidents/{id}/root-cause", Explain).Behind(new Door(DoorKind.Act, "INCIDENT_ROOT_CAUSE") { LoosensNothing = true }).Takes<RootCauseBody>();
    }

    private static async Task<IResult> Acknowledge(string id, HttpContext context, IncidentActions actions) =>
        id.Length > LongestId ? NotFound() : await actions.Acknowledge(Visitor.Of(context).As(null), id);

    private static async Task<IResult> Explain(string id, HttpContext context, IncidentActions actions)
    {
        if (id.Length > LongestId) return NotFound();
        return await BodyRoutes.Read(context, required: true, body =>
        {
            var cause = body.Text("root_cause", required: true, longest: 4000) ?? "";
            return () => actions.Explain(Visitor.Of(context).As(null), id, cause);
        });
    }

    private static Answer NotFound() => Answers.Refused(StatusCodes.Status404NotFound, "incident_not_found", "No incident is called that.");
}
