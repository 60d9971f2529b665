using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Workflows.Actions.Dial;

/// <summary>Hands the desk a value that one person may set. The desk asks its own rule again, so a race ends with the dial where it was.</summary>
[WorkflowAction("rpi.set-alone", Outcomes = ["applied"], Errors = ["NEEDS_TWO", ActionErrors.StateChanged], Summary = "Sets a value that one person may set; NEEDS_TWO when it is not one any more.")]
public sealed class DialSetAloneAction(IDesk desk) : ILocalAction<DialSetAloneAction.Input>
{
    public sealed record Input(int Value, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || frozen.Detail != DialStands.Of(now)) return new ActionResult.Error(ActionErrors.StateChanged);
        switch (DialStands.Turn(now, input.Value, twoPeople: false, context.At))
        {
            case DialMove.Refused { Code: "two_people_required" }: return new ActionResult.Error("NEEDS_TWO");
            case DialMove.Refused: return new ActionResult.Error(ActionErrors.StateChanged);
        }

        _ = desk.Send(new DeskCommand.SetRpi(context.RequestedBy?.Shown ?? "system", input.Value));
        return new ActionResult.Outcome("applied");
    }
}
