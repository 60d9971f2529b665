using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>Ends the mandate for good. Whoever ended it before this came is not contradicted.</summary>
[WorkflowAction("autopilot.disarm", Outcomes = ["disarmed"], Summary = "Ends the mandate, if there is one; repeating it changes nothing.")]
public sealed class DisarmAction(IDesk desk) : ILocalAction<DisarmAction.Input>
{
    /// <param name="Reason"><c>kill</c>, or <c>mandate_over</c> for time, P0, restore and whatever else ends it.</param>
    public sealed record Input(string Request, string Reason);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var why = input.Reason == "mandate_over" ? Why(transaction, input.Request, context.At) : input.Reason;
        if (MandateRows.End(transaction, input.Request, why, context.At)) AutopilotNotes.Disarmed(transaction, input.Request, why, AutopilotNotes.Name, context.At);
        return new ActionResult.Outcome("disarmed");
    }

    private string Why(LedgerTransaction tx, string id, DateTimeOffset at)
    {
        var now = desk.Snapshot;
        if (MandateRows.Find(tx, id) is { } mandate && mandate.Until <= at) return "mandate_expired";
        if (now.HoldReasons.FirstOrDefault(reason => reason.Severity == HoldSeverity.P0) is { } gravest) return $"p0:{gravest.Code}";
        return now.HoldReasons.Any(reason => reason.Code == "restored") ? "restored" : "mandate_over";
    }
}
