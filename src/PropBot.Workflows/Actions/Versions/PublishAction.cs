using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Store;
using PropBot.Workflows.Publishing;

namespace PropBot.Workflows.Actions.Versions;

/// <summary>The draft becomes the version that new instances start with, the one before is retired: one transaction with the step and the audit.</summary>
[WorkflowAction("workflow.publish", Outcomes = ["published"], Errors = [ActionErrors.StateChanged], Loosening = true,
    Summary = "Makes the draft the published version; the one before is retired.")]
public sealed class PublishAction(IDesk desk) : ILocalAction<PublishAction.Input>
{
    public sealed record Input(string Process, long Draft, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(desk.Snapshot)) return new ActionResult.Error(ActionErrors.StateChanged);
        if (DraftStanding.Of(transaction, input.Process, input.Draft) is not { } standing || standing != frozen.Detail) return new ActionResult.Error(ActionErrors.StateChanged);
        var draft = DefinitionRows.One(transaction, input.Process, input.Draft)!;
        // A diagram of publish-workflow that leaves its check out must not get an unproven text in.
        if (ProvenTexts.Find(draft.Process, draft.Sha256) is not { Proven: true }) return new ActionResult.Error(ActionErrors.StateChanged);
        var by = $"{context.RequestedBy?.Shown ?? "system"}, approved by {string.Join(" and ", context.Approved!.By.Select(person => person.Shown))}";
        var before = DefinitionRows.Published(transaction, input.Process);
        if (!Definitions.Publish(transaction, input.Process, input.Draft, by, context.At)) return new ActionResult.Error(ActionErrors.StateChanged);
        var details = JsonSerializer.Serialize(new { process = input.Process, version = input.Draft, sha256 = draft.Sha256, retired = before?.Version, instance = context.Instance });
        transaction.Audit(by, "operator", "workflow.publish", "workflow", details);
        transaction.Event("INFO", "workflow_published", details);
        return new ActionResult.Outcome("published");
    }
}
