using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>Tells why HOLD stays, with every reason: those found at the first look, those that stand now, and what the desk said to the permit.</summary>
[WorkflowAction("autopilot.record-refusal", Outcomes = ["recorded"], Summary = "Audit, alert autopilot_resume_refused with the reasons; stays in HOLD.")]
public sealed class RecordRefusalAction(IDesk desk, MandateTerms terms) : ILocalAction<RecordRefusalAction.Input>
{
    public sealed record Input(string Request);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        var reasons = Reasons(transaction, input.Request, now, context).DistinctBy(reason => (reason.Code, reason.Text)).ToList();
        if (reasons.Count == 0) reasons.Add(new GateShut("state_changed", "something moved during the cool-off and stands no more"));
        AutopilotNotes.Refused(transaction, input.Request, now.BootId, reasons, context.At);
        MandateRows.Asked(transaction, input.Request, "", []);
        return new ActionResult.Outcome("recorded");
    }

    private IEnumerable<GateShut> Reasons(LedgerTransaction tx, string id, DeskSnapshot now, ActionContext context)
    {
        var mandate = MandateRows.Find(tx, id);
        if (mandate is { Refused.Count: > 0 }) return mandate.Refused;
        var found = MandateRule.Ask(tx, id, now, terms, context.At).Reasons.ToList();
        if (mandate is not null && mandate.AskedIn != now.BootId) found.Insert(0, new GateShut("restarted_in_cool_off", "the process ended during the cool-off: this start is looked at anew"));
        if (MandateRows.VoidIn(tx, id, now.BootId) is { Length: > 0 } why) found.Insert(0, new GateShut($"permit_void:{why}", $"the desk did not use the permit: {why}"));
        return found;
    }
}
