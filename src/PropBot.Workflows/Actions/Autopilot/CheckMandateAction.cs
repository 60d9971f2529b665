using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>The first look after a start: mandate and every gate. What can never be used again ends here, with its reasons told.</summary>
[WorkflowAction("autopilot.check-mandate", Outcomes = ["usable", "refused", "void"],
    Summary = "Asks the mandate (bound to what runs, not used up this hour) and every gate of R20; void when it can never be used again.")]
public sealed class CheckMandateAction(IDesk desk, MandateTerms terms) : ILocalAction<CheckMandateAction.Input>
{
    public sealed record Input(string Request);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        var verdict = MandateRule.Ask(transaction, input.Request, now, terms, context.At);
        MandateRows.Asked(transaction, input.Request, now.BootId, verdict.Reasons);
        if (!verdict.ForGood) return new ActionResult.Outcome(verdict.Reasons.IsEmpty ? "usable" : "refused");
        AutopilotNotes.Refused(transaction, input.Request, now.BootId, verdict.Reasons, context.At);
        if (MandateRows.End(transaction, input.Request, verdict.Reasons[0].Code, context.At))
            AutopilotNotes.Disarmed(transaction, input.Request, verdict.Reasons[0].Code, AutopilotNotes.Name, context.At);
        return new ActionResult.Outcome("void");
    }
}
