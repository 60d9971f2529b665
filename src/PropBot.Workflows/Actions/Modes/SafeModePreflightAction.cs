using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Modes;

/// <summary>Whether SAFE_MODE may be left by two people (R5).</summary>
[WorkflowAction("safe-mode.preflight", Outcomes = ["clear", "held", "already_off", "blocked"],
    Summary = "Whether SAFE_MODE may be left: not in HOLD (R5), preflight green.")]
public sealed class SafeModePreflightAction(IDesk desk) : ILocalAction<SafeModePreflightAction.Input>
{
    public sealed record Input(string Request);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (now.State.HoldActive()) return new ActionResult.Outcome("held");
        if (!now.State.SafeMode()) return new ActionResult.Outcome("already_off");
        if (!now.Blocks.IsEmpty) return new ActionResult.Outcome("blocked");
        var after = now.State == DeskState.RunSafe ? DeskState.Run : DeskState.Standby;
        return new ActionResult.Outcome("clear", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", Frozen.Of(now).Text())
            .Add("preview", Preview.Mode(now, new { mode = after.ToString(), opens = after == DeskState.Run, real_orders = !now.DryRun })));
    }
}
