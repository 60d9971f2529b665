using System.Globalization;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Limits;

/// <summary>
/// The end of a temporary raise (R13). The desk ends it by itself at its time and on a kill, with or without this engine; asking it again
/// is a tightening that repeats what is already so.
/// </summary>
[WorkflowAction("limits.revert", Outcomes = ["reverted"], Summary = "The value becomes min(current, previous) (R13).")]
public sealed class LimitRevertAction(IDesk desk) : ILocalAction<LimitRevertAction.Input>
{
    public sealed record Input(string Limit, string Scope, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        if (Actions.Frozen.Read(input.Frozen) is { } frozen
            && decimal.TryParse(frozen.Detail, NumberStyles.Number, CultureInfo.InvariantCulture, out var before)
            && LimitInForce.Find(desk.Snapshot, input.Limit, input.Scope) is { Value: { } value } && value > before)
            _ = desk.Send(new DeskCommand.LowerLimit("system", input.Limit, input.Scope, before));
        return new ActionResult.Outcome("reverted");
    }
}
