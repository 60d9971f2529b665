using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Trading.Risk.Measures;
using PropBot.Workflows.Actions.Modes;

namespace PropBot.Workflows.Actions.Dial;

/// <summary>Writes a permit for exactly the approved value, from where the dial stood when it was asked for.</summary>
[WorkflowAction("rpi.raise", Outcomes = ["written"], Errors = ["BLOCKED", ActionErrors.StateChanged], Loosening = true, Summary = "Writes a permit for the raised dial.")]
public sealed class DialRaiseAction(IDesk desk) : ILocalAction<DialRaiseAction.Input>
{
    public sealed record Input(int Value, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(now) || frozen.Detail != DialStands.Of(now)) return new ActionResult.Error(ActionErrors.StateChanged);
        if (DialStands.Turn(now, input.Value, twoPeople: true, context.At) is DialMove.Refused) return new ActionResult.Error("BLOCKED");
        PermitStore.Issue(transaction, WritePermitAction.PermitOf(context, PermitKinds.TurnDial, JsonSerializer.Serialize(new { rpi = input.Value }), now));
        return new ActionResult.Outcome("written", ImmutableSortedDictionary<string, string>.Empty.Add("permit", context.Key));
    }
}
