using System.Collections.Immutable;
using System.Globalization;
using PropBot.Trading.Ledger;
using PropBot.Workflows;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Inbox;
using PropBot.Workflows.Publishing;
using PropBot.Web.Endpoints.Views;

namespace PropBot.Web.Actions;

/// <summary>Drafts of workflows: kept, looked at, checked, tried, compared, and handed to a second person (design/workflows §6, rulings §3.3).</summary>
public sealed class DraftActions(Drafts drafts, ActionTable actions, RequestActions requests, DeskLine desk)
{
    private const string Publish = "publish-workflow";

    public Answer All() => Answers.Ok(new { drafts = drafts.All().Select(DraftViews.Head) });

    /// <summary>One draft with its text, what there is to say against it, and how it differs from the published version.</summary>
    public Answer One(string process, long version)
    {
        if (drafts.Find(process, version) is not { } draft) return NoDraft(process, version);
        var verdict = Check(process, draft.Xml);
        return Answers.Ok(new { draft = DraftViews.Head(draft.Line), xml = draft.Xml, check = DraftViews.Check(verdict), changes = Changes(process, verdict.Graph) });
    }

    /// <summary>Keeps a text. What cannot be read is refused with element ids; what can be read and is unsafe is kept and told, and not published.</summary>
    public async Task<Answer> Keep(Actor who, string? process, string xml)
    {
        var verdict = Check(process, xml);
        if (verdict.Graph is not { } graph)
            return new Answer(422, new { detail = "draft_unreadable", message = string.Join(" ", verdict.Sentences), check = DraftViews.Check(verdict) }, "The text is no workflow of ours.") { Code = "draft_unreadable" };
        return await Written(() => drafts.Keep(graph.Process, xml, Shown(who), who.Identity.Role.Word(), who.Channel)) switch
        {
            DraftAnswer.Kept kept => new Answer(kept.Fresh ? 201 : 200, new { draft = DraftViews.Head(kept.Draft), check = DraftViews.Check(verdict), changes = Changes(graph.Process, graph), ts = desk.Now }),
            DraftAnswer.No no => Refuse(no.Code, no.Text),
            _ => Unwritable(),
        };
    }

    public async Task<Answer> Delete(Actor who, string process, long version) =>
        await Written(() => drafts.Delete(process, version, Shown(who), who.Identity.Role.Word(), who.Channel)) switch
        {
            DraftAnswer.Deleted => Answers.Ok(new { status = "deleted", process, version, ts = desk.Now }),
            DraftAnswer.No no => Refuse(no.Code, no.Text),
            _ => Unwritable(),
        };

    /// <summary>Everything there is to say against a text; nothing is kept.</summary>
    public Answer Lint(string? process, string xml) => Answers.Ok(new { check = DraftViews.Check(Check(process, xml)) });

    /// <summary>Walks a text through choices; nothing runs, nothing is kept.</summary>
    public Answer Try(string? process, string xml, IReadOnlyList<string> choices)
    {
        var verdict = DraftCheck.Of(process, xml, actions, drafts.Published(), search: false);
        return verdict.Graph is { } graph
            ? Answers.Ok(DraftViews.Trial(graph.Process, DraftTrial.Run(graph, choices)))
            : new Answer(422, new { detail = "draft_unreadable", message = string.Join(" ", verdict.Sentences), check = DraftViews.Check(verdict) }) { Code = "draft_unreadable" };
    }

    /// <param name="from">Null = the published version.</param>
    /// <param name="to">Null = the newest draft, else the published version.</param>
    public Answer Diff(string process, long? from, long? to)
    {
        to ??= drafts.All().FirstOrDefault(draft => draft.Process == process)?.Version;
        var (before, after) = (drafts.Text(process, from), drafts.Text(process, to));
        if (after is null || (before is null && from is not null)) return Answers.Refused(StatusCodes.Status404NotFound, "not_found", $"There is no such version of '{process}'.");
        var graphs = (Before: before is { } one ? WorkflowFiles.Graph(process, one.Xml) : null, After: WorkflowFiles.Graph(process, after.Value.Xml));
        return Answers.Ok(new
        {
            process,
            from = before?.Version,
            to = after.Value.Version,
            changes = graphs.Before is null ? [] : GraphDiff.Between(graphs.Before, graphs.After).Changes.Select(DraftViews.Change),
            sentences = DiffWords.Of(graphs.Before, graphs.After),
        });
    }

    /// <summary>Asks a second person. The search runs here and now, outside the ledger's writer; a text with findings is not asked for.</summary>
    public async Task<Answer> Ask(Actor who, string process, long version, string reason)
    {
        if (drafts.Find(process, version) is not { } draft) return NoDraft(process, version);
        var verdict = Check(process, draft.Xml);
        if (!verdict.Clean)
        {
            return new Answer(StatusCodes.Status409Conflict, new { detail = "draft_has_findings", message = string.Join(" ", verdict.Sentences), check = DraftViews.Check(verdict) }, "The draft is not safe to publish.")
            {
                Code = "draft_has_findings",
            };
        }

        var parameters = ImmutableSortedDictionary<string, string>.Empty.Add("process", process).Add("draft", version.ToString(CultureInfo.InvariantCulture));
        return await requests.Ask(who, new Wish(Publish, reason, parameters, ["process", "draft"]));
    }

    public Task<Answer> Confirm(Actor who, string? id, string? secondFactor, string? shown) => requests.ConfirmOf(who, Publish, id, secondFactor, shown);

    private DraftVerdict Check(string? process, string xml) => DraftCheck.Of(process, xml, actions, drafts.Published());

    private IReadOnlyList<string> Changes(string process, Graph? after) =>
        after is null ? [] : DiffWords.Of(drafts.Text(process, null) is { } stands ? WorkflowFiles.Graph(process, stands.Xml) : null, after);

    private static async Task<DraftAnswer?> Written(Func<Task<DraftAnswer>> act)
    {
        try
        {
            return await act();
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    private static string Shown(Actor who) => Person.Of(who.Identity, who.Stated).Shown;

    private Answer NoDraft(string process, long version) => Refuse("draft_not_found", $"There is no draft {version} of '{process}'.");

    private Answer Unwritable() => Refuse("ledger_unavailable", "The ledger cannot be written now, so nothing was kept.");

    private Answer Refuse(string code, string text) => RefusalTable.Answer(code, text, desk.Snapshot);
}
