using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Limits;

/// <summary>Whether a value raises its limit, and what may be lost at most with it (R13).</summary>
[WorkflowAction("limits.evaluate", Outcomes = ["allowed", "not_raising", "no_figures"],
    Summary = "Whether the value raises the limit, and the worst case with it; no_figures while VaR has too few samples (rulings 4).")]
public sealed class LimitEvaluateAction(IDesk desk) : ILocalAction<LimitEvaluateAction.Input>
{
    /// <param name="Until">Empty: for good.</param>
    public sealed record Input(string Limit, string Scope, decimal Value, string Until);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        var stands = LimitInForce.Find(now, input.Limit, input.Scope);
        if (stands is null || stands.Value is not { } value || input.Value <= value) return new ActionResult.Outcome("not_raising");
        if (!LimitInForce.HasFigures(now)) return new ActionResult.Outcome("no_figures");
        return new ActionResult.Outcome("allowed", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(now) with { Version = stands.Version, Detail = Decimals.Plain(value) }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = new { limit = input.Limit, scope = input.Scope, value },
                after = new { limit = input.Limit, scope = input.Scope, value = input.Value, until = input.Until },
                worst_case = Preview.WorstCase(now),
            })));
    }
}
