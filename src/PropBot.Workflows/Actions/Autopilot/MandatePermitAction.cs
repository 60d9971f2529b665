using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>After the cool-off everything is asked again, and only then is a permit written. The desk asks once more before it uses it.</summary>
[WorkflowAction("autopilot.write-permit", Outcomes = ["written"], Errors = ["GATES_SHUT", ActionErrors.StateChanged], Loosening = true,
    Summary = "Asks the gates again after the cool-off and writes a permit to leave HOLD under the mandate.")]
public sealed class MandatePermitAction(IDesk desk, MandateTerms terms) : ILocalAction<MandatePermitAction.Input>
{
    public sealed record Input(string Request, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        var mandate = MandateRows.Find(transaction, input.Request);
        // A cool-off that began in another boot has cooled nothing: this start has been asked nothing yet.
        if (mandate is null || mandate.AskedIn != now.BootId || Actions.Frozen.Read(input.Frozen)?.Detail != mandate.Binding) return new ActionResult.Error(ActionErrors.StateChanged);
        if (!MandateRule.Ask(transaction, input.Request, now, terms, context.At).Reasons.IsEmpty) return new ActionResult.Error("GATES_SHUT");
        PermitStore.Issue(transaction, new Permit(
            context.Key, PermitKinds.AutopilotResume, JsonSerializer.Serialize(new { mandate = mandate.Id }), now.HoldEpoch, now.BootId, AutopilotNotes.Name, context.At));
        MandateRows.Used(transaction, context.Key, mandate.Id, now.BootId, context.At);
        return new ActionResult.Outcome("written", FlowState.Nothing.Add("permit", context.Key));
    }
}
