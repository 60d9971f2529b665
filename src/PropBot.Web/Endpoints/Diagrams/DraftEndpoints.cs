using PropBot.Web.Access;
using PropBot.Web.Actions;
using PropBot.Workflows.Publishing;

namespace PropBot.Web.Endpoints.Diagrams;

/// <summary><c>POST /api/workflows/drafts</c>, <c>/lint</c></summary>
/// <param name="Xml">BPMN 2.0, at most 512 KiB.</param>
/// <param name="Process">What the text must be the process of; without it whatever it holds.</param>
public sealed record DraftBody(string Xml, string? Process = null, string? Actor = null);

/// <summary><c>POST /api/workflows/try</c>. Without choices the answer tells the first ones.</summary>
public sealed record TryBody(string Xml, string? Process = null, IReadOnlyList<string>? Choices = null);

/// <summary><c>POST /api/workflows/publish-request</c></summary>
public sealed record PublishRequestBody(string Process, long Draft, string Reason, string? RequestedBy = null);

/// <summary><c>POST /api/workflows/publish-confirm</c></summary>
public sealed record PublishConfirmBody(string? RequestId, string Token, string? Actor = null, string? PayloadHash = null);

/// <summary>From a drawn text to the version in force.</summary>
public static class DraftEndpoints
{
    // A text in JSON is at most twice its length.
    private const int MostBytes = (2 * Drafts.MostBytes) + 4096;
    private static readonly Door Read = new(DoorKind.Read);

    public static void Map(IEndpointRouteBuilder app)
    {
        var workflows = app.MapGroup("/api/workflows").WithTags("Workflows");
        workflows.MapGet("/drafts", (DraftActions actions) => actions.All()).Behind(Read);
        workflows.MapGet("/drafts/{process}/{version:long}", (string process, long version, DraftActions actions) => actions.One(process, version)).Behind(Read);
        workflows.MapGet("/definitions/{process}/diff", Diff).Behind(Read);
        workflows.MapPost("/drafts", Keep).Behind(Own("WORKFLOW_DRAFT")).Takes<DraftBody>();
        workflows.MapDelete("/drafts/{process}/{version:long}", (string process, long version, HttpContext context, DraftActions actions) => actions.Delete(Visitor.Of(context).As(null), process, version))
            .Behind(Own("WORKFLOW_DRAFT_DELETE"));
        workflows.MapPost("/lint", Lint).Behind(Own("WORKFLOW_LINT")).Takes<DraftBody>();
        workflows.MapPost("/try", Try).Behind(Own("WORKFLOW_TRY")).Takes<TryBody>();
        workflows.MapPost("/publish-request", Ask).Behind(new Door(DoorKind.Act, "PUBLISH_WORKFLOW_REQUEST")).Takes<PublishRequestBody>();
        workflows.MapPost("/publish-confirm", Confirm).Behind(new Door(DoorKind.Act, "PUBLISH_WORKFLOW_APPROVE")).Takes<PublishConfirmBody>();
    }

    private static Door Own(string audit) => new(DoorKind.Act, audit) { LoosensNothing = true, MostBytes = MostBytes };

    private static Answer Diff(string process, HttpRequest request, DraftActions actions)
    {
        var (from, wrongFrom) = Version(request, "from");
        var (to, wrongTo) = Version(request, "to");
        return wrongFrom ?? wrongTo ?? actions.Diff(process, from, to);
    }

    private static (long? Version, Answer? Problem) Version(HttpRequest request, string name)
    {
        if (request.Query[name].ToString().Length == 0) return (null, null);
        var (version, problem) = Query.Whole(request, name, fallback: 1, least: 1, most: int.MaxValue);
        return (version, problem);
    }

    private static Task<IResult> Keep(HttpContext context, DraftActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (xml, process, by) = (Xml(body), body.Text("process", longest: 100), body.Text("actor"));
        return () => actions.Keep(Visitor.Of(context).As(by), process, xml);
    });

    private static Task<IResult> Lint(HttpContext context, DraftActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (xml, process) = (Xml(body), body.Text("process", longest: 100));
        return () => Task.FromResult(actions.Lint(process, xml));
    });

    private static Task<IResult> Try(HttpContext context, DraftActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (xml, process, choices) = (Xml(body), body.Text("process", longest: 100), body.Choices());
        body.Require(choices.Count <= DraftTrial.MostChoices, "choices", $"at most {DraftTrial.MostChoices}");
        return () => Task.FromResult(actions.Try(process, xml, choices));
    });

    private static Task<IResult> Ask(HttpContext context, DraftActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (process, draft, reason, by) = (body.Text("process", required: true, longest: 100), body.Long("draft"), body.Text("reason", required: true), body.Text("requested_by"));
        body.Require(draft is > 0, "draft", "draft is the version of the draft");
        body.Require(!string.IsNullOrWhiteSpace(reason), "reason", "reason must not be empty", reason);
        return () => actions.Ask(Visitor.Of(context).As(by), process!, draft!.Value, reason!.Trim());
    });

    private static Task<IResult> Confirm(HttpContext context, DraftActions actions) => BodyRoutes.Read(context, required: true, body =>
    {
        var (id, token, by, shown) = (body.Text("request_id"), body.Text("token", required: true), body.Text("actor"), body.Text("payload_hash"));
        return () => actions.Confirm(Visitor.Of(context).As(by), id, token, shown);
    });

    private static string Xml(BodyReader body) => body.Text("xml", required: true, longest: Drafts.MostBytes) ?? "";
}
