using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Strategies;

/// <summary>Whether a strategy is frozen and two people may thaw it (§3.3).</summary>
[WorkflowAction("strategy.check-freeze", Outcomes = ["may_unfreeze", "not_frozen", "blocked"], Summary = "Whether the strategy is frozen and nothing keeps it so.")]
public sealed class CheckFreezeAction(IDesk desk) : ILocalAction<CheckFreezeAction.Input>
{
    public sealed record Input(string Strategy);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (StrategyFreeze.Find(now, input.Strategy) is not { } state)
            return Preview.Refused("not_frozen", "unknown_strategy", $"'{input.Strategy}' is not a strategy; there are {string.Join(", ", now.Measures.Strategies.Decisions.Select(one => one.Name))}.");
        if (!state.IsFrozen) return Preview.Refused("not_frozen", "strategy_not_frozen", $"{state.Name} is not frozen: there is nothing to thaw.");
        if (!now.Blocks.IsEmpty) return Preview.Refused("blocked", "blocked", string.Join(" ", now.Blocks.Select(block => block.Text)));
        return new ActionResult.Outcome("may_unfreeze", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(now) with { Detail = StrategyFreeze.Of(state) }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = new { strategy = state.Name, frozen = state.Frozen, since = state.FrozenAt, failures_in_a_row = state.FailuresInARow, realised_usdt = state.RealisedUsdt, last_error = state.LastError },
                after = new { strategy = state.Name, opens = state.Enabled, failures_in_a_row = 0, realised_usdt = state.RealisedUsdt },
                worst_case = Preview.WorstCase(now),
            })));
    }
}
