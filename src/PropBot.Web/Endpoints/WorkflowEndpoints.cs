using PropBot.Web.Access;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

/// <summary>Definitions, instances with state, journal and diagram, and what people may do to one that is stuck.</summary>
public static class WorkflowEndpoints
{
    private static readonly Door Read = new(DoorKind.Read);

    public static void Map(IEndpointRouteBuilder app)
    {
        var workflows = app.MapGroup("/api/workflows").WithTags("Workflows");
        workflows.MapGet("/definitions", (WorkflowActions actions) => actions.Definitions()).Behind(Read);
        workflows.MapGet("/definitions/{process}", Diagram).Behind(Read);
        workflows.MapGet("/instances", Instances).Behind(Read);
        workflows.MapGet("/instances/{id}", (string id, WorkflowActions actions) => actions.Instance(id)).Behind(Read);
        workflows.MapPost("/instances/{id}/retry", Retry).Behind(new Door(DoorKind.Act, "WORKFLOW_RETRY")).Takes<TokenBody>();
        Stuck(workflows, "skip", "skip-instance", skips: true);
        Stuck(workflows, "cancel", "cancel-instance", skips: false);
        workflows.MapPost("/instances/{id}/cancel", Cancel).Behind(new Door(DoorKind.Act, "WORKFLOW_CANCEL") { LoosensNothing = true }).Takes<ActorBody>(isOptional: true);
    }

    private static void Stuck(RouteGroupBuilder workflows, string verb, string process, bool skips)
    {
        workflows.MapPost($"/instances/{{id}}/{verb}-request", (string id, HttpContext context, WorkflowActions actions) => BodyRoutes.Read(context, required: true, body =>
        {
            var (token, outcome, reason, by) = (body.Whole("token"), body.Text("outcome", longest: 100), body.Text("reason", required: true), body.Text("actor"));
            if (skips) body.Require(token is not null && !string.IsNullOrWhiteSpace(outcome), "token", "token is the number of the waiting token, outcome what its step shall count as");
            return () => actions.AskStuck(Visitor.Of(context).As(by), id, token ?? 0, skips ? outcome : null, reason);
        })).Behind(new Door(DoorKind.Act, $"WORKFLOW_{verb.ToUpperInvariant()}_REQUEST")).Takes<StuckBody>();
        workflows.MapPost($"/instances/{{id}}/{verb}-confirm", (string id, HttpContext context, WorkflowActions actions) => BodyRoutes.Read(context, required: true, body =>
        {
            var (request, token, by) = (body.Text("request_id"), body.Text("token", required: true), body.Text("actor"));
            return () => actions.ConfirmStuck(Visitor.Of(context).As(by), id, process, request, token);
        })).Behind(new Door(DoorKind.Act, $"WORKFLOW_{verb.ToUpperInvariant()}_APPROVE")).Takes<ApproveBody>();
    }

    private static Answer Diagram(string process, HttpRequest request, WorkflowActions actions)
    {
        if (request.Query["version"].ToString().Length == 0) return actions.Diagram(process, null);
        var (version, problem) = Query.Whole(request, "version", fallback: 1, least: 1, most: int.MaxValue);
        return problem ?? actions.Diagram(process, version);
    }

    private static Answer Instances(HttpRequest request, WorkflowActions actions)
    {
        var (limit, problem) = Query.Whole(request, "limit", fallback: 50, least: 1, most: 200);
        return problem ?? actions.Instances(request.Query["status"].ToString() is { Length: > 0 } status ? status : null, limit);
    }

    private static Task<IResult> Retry(string id, HttpContext context, WorkflowActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (token, by) = (body.Whole("token"), body.Text("actor"));
        body.Require(token is not null, "token", "token is the number of the waiting token");
        return () => actions.Retry(Visitor.Of(context).As(by), id, token ?? 0);
    });

    private static Task<IResult> Cancel(string id, HttpContext context, WorkflowActions actions) => BodyRoutes.Read(context, required: false, body =>
    {
        var by = body.Text("actor");
        return () => actions.Cancel(Visitor.Of(context).As(by), id);
    });
}

/// <summary><c>POST /api/workflows/instances/{id}/retry</c></summary>
public sealed record TokenBody(int Token, string? Actor);

/// <summary><c>POST /api/workflows/instances/{id}/skip-request</c>, <c>/cancel-request</c> (without token and outcome)</summary>
public sealed record StuckBody(string Reason, int? Token = null, string? Outcome = null, string? Actor = null);
