using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Modes;

/// <summary>A HOLD that was left and not resumed from is entered again: a tightening, so it needs no place in the transaction.</summary>
[WorkflowAction("desk.hold-unless-running", Outcomes = ["held", "running"],
    Summary = "Back to HOLD, reason resume_not_used, unless the desk is in RUN.")]
public sealed class HoldUnlessRunningAction(IDesk desk) : ILocalAction<HoldUnlessRunningAction.Input>
{
    public sealed record Input(string Permit);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        if (desk.Snapshot.State is DeskState.Run or DeskState.RunSafe) return new ActionResult.Outcome("running");
        if (!desk.Snapshot.State.HoldActive()) _ = desk.Send(new DeskCommand.EngageHold("system", "resume_not_used", "workflow"));
        return new ActionResult.Outcome("held");
    }
}
