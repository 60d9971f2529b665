using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>The end of the story, for the journals: how it stands is the desk's own record, proven by both venues just before.</summary>
[WorkflowAction("hedge.close", Outcomes = ["closed"], Summary = "Books how the hedge ended and clears the partial.")]
public sealed class HedgeCloseAction(IDesk desk) : ILocalAction<HedgeCloseAction.Input>
{
    public sealed record Input(string Hedge);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var hedge = desk.Snapshot.Hedges.FirstOrDefault(one => one.Id == input.Hedge);
        var json = JsonSerializer.Serialize(new
        {
            hedge_id = input.Hedge,
            symbol = hedge?.Symbol,
            state = hedge?.State.ToString(),
            reason = hedge?.Reason,
            long_open = hedge?.Long.Open.Value,
            short_open = hedge?.Short.Open.Value,
            realised_usdt = hedge?.Realised.Amount,
            instance = context.Instance,
        });
        transaction.Event("INFO", "partial_hedge_settled", json);
        transaction.Audit(HedgeWords.Workflow, "system", "PARTIAL_HEDGE_SETTLED", input.Hedge, json);
        var text = hedge is null ? $"hedge {input.Hedge} is settled" : $"{hedge.Symbol}: hedge {hedge.Id} is settled ({hedge.State}), {Decimals.Plain(decimal.Round(hedge.Realised.Amount, 2))} USDT so far";
        HedgeAlerts.Raise(transaction, context.At, "partial_hedge_settled", text, json, active: false, input.Hedge);
        return new ActionResult.Outcome("closed");
    }
}
