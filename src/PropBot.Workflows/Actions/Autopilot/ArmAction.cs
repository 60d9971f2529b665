using System.Globalization;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>Writes the mandate that two people gave: exactly what was shown, or nothing.</summary>
[WorkflowAction("autopilot.arm", Outcomes = ["armed"], Errors = [ActionErrors.StateChanged], Loosening = true,
    Summary = "Writes the mandate: bound to configuration, binary, profile and account, valid 7 days (R20).")]
public sealed class ArmAction(IDesk desk, MandateTerms terms) : ILocalAction<ArmAction.Input>
{
    public sealed record Input(string Request, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(now)) return new ActionResult.Error(ActionErrors.StateChanged);
        if (frozen.Detail != MandateBinding.Now(transaction, now, terms).Text() || !now.Autopilot.Permitted || MandateRows.InForce(transaction) is not null)
            return new ActionResult.Error(ActionErrors.StateChanged);
        var mandate = new Mandate(
            input.Request, Armed: true, frozen.Detail, context.At + MandateRule.Validity, context.At, context.RequestedBy?.Shown ?? "system", context.Approved!.By[^1].Shown, "", [], "");
        MandateRows.Arm(transaction, mandate);
        AutopilotNotes.Armed(transaction, mandate, context.At);
        return new ActionResult.Outcome("armed", FlowState.Nothing.Add("mandate_until", mandate.Until.ToString("O", CultureInfo.InvariantCulture)));
    }
}
