using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Modes;

/// <summary>What stands against leaving HOLD now (R8), and what exactly would be left.</summary>
[WorkflowAction("desk.resume-blocks", Outcomes = ["clear", "blocked", "cause_missing"],
    Summary = "What stands in the way of leaving HOLD (R8), and whether a P0 asks for a root cause; freezes reasons and epoch.")]
public sealed class ResumeBlocksAction(IDesk desk) : ILocalAction<ResumeBlocksAction.Input>
{
    public sealed record Input(string RootCause);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (!now.State.HoldActive() || !now.Blocks.IsEmpty) return new ActionResult.Outcome("blocked");
        if (now.HoldReasons.Any(reason => reason.Severity == HoldSeverity.P0) && string.IsNullOrWhiteSpace(input.RootCause)) return new ActionResult.Outcome("cause_missing");
        return new ActionResult.Outcome("clear", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(now) with { Detail = input.RootCause.Trim() }).Text())
            .Add("preview", Preview.Mode(now, new { mode = nameof(DeskState.StandbySafe), opens = false, next = "SAFE_MODE off, then resume" })));
    }
}
