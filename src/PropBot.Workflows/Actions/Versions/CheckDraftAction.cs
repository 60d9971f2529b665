using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Store;
using PropBot.Workflows.Publishing;

namespace PropBot.Workflows.Actions.Versions;

/// <summary>
/// What stands against publishing a draft, and the difference in meaning to the published version. The search itself is the door's
/// (<see cref="ProvenTexts"/>): it may take a second, and this runs on the ledger's writer.
/// </summary>
/// <param name="table">The actions of this program; asked late, since this is one of them.</param>
[WorkflowAction("workflow.check-draft", Outcomes = ["clean", "findings"], Summary = "Every lint rule and the exhaustive search over the draft; the difference in meaning to the published version.")]
public sealed class CheckDraftAction(IDesk desk, Func<ActionTable> table) : ILocalAction<CheckDraftAction.Input>
{
    /// <summary>Changes an approver reads here; where there are more, the diff has all of them.</summary>
    private const int MostShown = 100;

    public sealed record Input(string Process, long Draft);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        if (DraftStanding.Of(transaction, input.Process, input.Draft) is not { } standing)
            return Preview.Refused("findings", "draft_not_found", $"There is no draft {input.Draft} of '{input.Process}'.");
        var published = DefinitionRows.AllPublished(transaction).ToList();
        var verdict = DraftCheck.Of(input.Process, DefinitionRows.Xml(transaction, input.Process, input.Draft), table(), published.Select(one => one.Process), search: false);
        if (verdict is { Graph: not null, Search: null })
            return Preview.Refused("findings", "draft_not_checked", "This program has not searched the draft yet: ask through POST /api/workflows/publish-request, which does.");
        if (!verdict.Clean) return Preview.Refused("findings", "draft_has_findings", string.Join(" ", verdict.Sentences));
        var stands = published.Find(one => one.Process == input.Process);
        var before = stands is null ? null : WorkflowFiles.Graph(input.Process, DefinitionRows.Xml(transaction, input.Process, stands.Version));
        var changes = DiffWords.Of(before, verdict.Graph!);
        return new ActionResult.Outcome("clean", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(desk.Snapshot) with { Detail = standing }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = stands is null ? null : new { version = stands.Version, sha256 = stands.Sha256, source = stands.Source },
                after = new { version = input.Draft, sha256 = verdict.Graph!.Sha256 },
                changes = changes.Count == 0 ? ["Nothing changes in meaning: only where things stand on the canvas."] : changes.Take(MostShown),
                more_changes = Math.Max(0, changes.Count - MostShown),
                proof = new { states = verdict.Search!.States, inputs = verdict.Search.Inputs, ends = verdict.Search.Ends, loosenings = verdict.Search.Loosenings },
                running_instances_keep_their_version = true,
            })));
    }
}
