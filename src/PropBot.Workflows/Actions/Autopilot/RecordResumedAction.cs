using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

[WorkflowAction("autopilot.record-resumed", Outcomes = ["recorded"], Summary = "Audit with initiator autopilot, the runbook message, the yellow block.")]
public sealed class RecordResumedAction(IDesk desk) : ILocalAction<RecordResumedAction.Input>
{
    public sealed record Input(string Request, string Permit);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        AutopilotNotes.Resumed(transaction, input.Request, input.Permit, desk.Snapshot.BootId, context.At);
        return new ActionResult.Outcome("recorded");
    }
}
