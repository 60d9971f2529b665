using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Modes;

/// <summary>Whether DRY_RUN may be left by two people (R6, R51).</summary>
[WorkflowAction("dry-run.preflight", Outcomes = ["clear", "held", "simulated_open", "blocked"],
    Summary = "Whether DRY_RUN may be left: no HOLD (R51), no simulated hedge open (R6), preflight green.")]
public sealed class DryRunPreflightAction(IDesk desk) : ILocalAction<DryRunPreflightAction.Input>
{
    public sealed record Input(string Request);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (now.State.HoldActive()) return new ActionResult.Outcome("held");
        if (now.Hedges.Any(hedge => hedge.Simulated && !hedge.State.IsOver())) return new ActionResult.Outcome("simulated_open");
        if (!now.Blocks.IsEmpty || !now.DryRun) return new ActionResult.Outcome("blocked");
        return new ActionResult.Outcome("clear", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", Frozen.Of(now).Text())
            .Add("preview", Preview.Mode(now, new { mode = now.State.ToString(), dry_run = false, real_orders = now.State == DeskState.Run })));
    }
}
