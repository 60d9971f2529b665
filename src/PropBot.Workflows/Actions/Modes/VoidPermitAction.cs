using PropBot.Trading.Control;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Modes;

/// <summary>The desk did not answer: its permit is taken back in the same transaction that moves the flow, so that both cannot win.</summary>
[WorkflowAction("desk.void-permit", Outcomes = ["voided", "already_used"],
    Summary = "Takes a permit back that the desk has not used; both cannot win.")]
public sealed class VoidPermitAction : ILocalAction<VoidPermitAction.Input>
{
    public sealed record Input(string Permit);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context) =>
        new ActionResult.Outcome(PermitStore.TakeBack(transaction, input.Permit, context.At) ? "voided" : "already_used");
}
