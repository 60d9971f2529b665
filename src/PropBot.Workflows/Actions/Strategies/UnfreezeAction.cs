using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Modes;

namespace PropBot.Workflows.Actions.Strategies;

/// <summary>Writes a permit to thaw exactly the freeze that was shown.</summary>
[WorkflowAction("strategy.unfreeze", Outcomes = ["written"], Errors = ["BLOCKED", ActionErrors.StateChanged], Loosening = true, Summary = "Writes a permit to enable the strategy.")]
public sealed class UnfreezeAction(IDesk desk) : ILocalAction<UnfreezeAction.Input>
{
    public sealed record Input(string Strategy, string Frozen);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (Actions.Frozen.Read(input.Frozen) is not { } frozen || !frozen.StillHolds(now) || !StrategyFreeze.Stands(now, input.Strategy, frozen.Detail))
            return new ActionResult.Error(ActionErrors.StateChanged);
        if (!now.Blocks.IsEmpty) return new ActionResult.Error("BLOCKED");
        PermitStore.Issue(transaction, WritePermitAction.PermitOf(context, PermitKinds.UnfreezeStrategy, JsonSerializer.Serialize(new { strategy = input.Strategy }), now));
        return new ActionResult.Outcome("written", ImmutableSortedDictionary<string, string>.Empty.Add("permit", context.Key));
    }
}
