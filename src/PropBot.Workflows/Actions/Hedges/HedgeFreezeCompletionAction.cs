using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>What two people will be asked to agree on, as the desk would send it now (R28).</summary>
[WorkflowAction("hedge.freeze-completion", Outcomes = ["may_complete", "not_possible"],
    Summary = "Freezes quantity and worst price of the missing leg.")]
public sealed class HedgeFreezeCompletionAction(IDesk desk) : ILocalAction<HedgeFreezeCompletionAction.Input>
{
    public sealed record Input(string Hedge);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (now.Partials.FirstOrDefault(one => one.HedgeId == input.Hedge) is not { Completion: { } plan } partial) return new ActionResult.Outcome("not_possible");
        return new ActionResult.Outcome("may_complete", ImmutableSortedDictionary<string, string>.Empty
            .Add("quantity", Decimals.Plain(plan.Quantity.Value))
            .Add("worst_price", Decimals.Plain(plan.Worst.Value))
            .Add("frozen", (Frozen.Of(now) with { Detail = Missing(partial) }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = new { hedge_id = partial.HedgeId, symbol = partial.Symbol, stands_alone_on = partial.Venue.Word(), quantity = partial.Excess.Value, since = partial.Since, loss_usdt = partial.LossUsdt },
                after = new
                {
                    venue = plan.Venue.Word(),
                    side = plan.Side.ToString().ToLowerInvariant(),
                    quantity = plan.Quantity.Value,
                    planned_price = plan.Planned.Value,
                    worst_price = plan.Worst.Value,
                    notional_usdt = decimal.Round(plan.Quantity.Value * plan.Planned.Value, 2),
                },
                worst_case = new { costs_usdt_at_most = decimal.Round(Math.Abs(plan.Worst.Value - plan.Planned.Value) * plan.Quantity.Value, 2) },
            })));
    }

    /// <summary>What is missing, as text that is equal while it is the same.</summary>
    internal static string? Missing(DeskSnapshot now, string hedge) => now.Partials.FirstOrDefault(one => one.HedgeId == hedge) is { } partial ? Missing(partial) : null;

    private static string Missing(PartialView partial) => $"{partial.HedgeId} {partial.Venue.Word()} {Decimals.Plain(partial.Excess.Value)}";
}
