using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>R28: after 5 and 15 minutes, while nobody has chosen.</summary>
[WorkflowAction("alerts.remind", Outcomes = ["written"], Summary = "Reminds the operators of what waits for them.")]
public sealed class RemindAction(IDesk desk) : ILocalAction<RemindAction.Input>
{
    /// <param name="About">Id of the hedge.</param>
    public sealed record Input(string About);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        HedgeAlerts.Raise(transaction, context.At, "partial_hedge_reminder", $"still waiting for an operator: {HedgeAlerts.Standing(desk, input.About, context.At)}", HedgeAlerts.Extra(desk, input.About), active: true, input.About);
        return new ActionResult.Outcome("written");
    }
}

/// <summary>
/// Nobody chose within 30 minutes, or what was chosen did not work. A failure that repeats itself is told again after five minutes: the desk
/// pages every minute by itself as long as a leg is naked beyond its bound (R16).
/// </summary>
[WorkflowAction("alerts.escalate", Outcomes = ["written"], Summary = "Pages everybody: nobody settled it in time, or it failed.")]
public sealed class EscalateAction(IDesk desk) : ILocalAction<EscalateAction.Input>
{
    private const string Kind = "partial_hedge_escalated";
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(5);

    public sealed record Input(string About);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var before = transaction.Scalar("SELECT max(at) FROM alert WHERE kind = ?1 AND alert_id = ?2", Kind, HedgeAlerts.Id(input.About));
        if (before is long at && context.At - LedgerTime.FromMicroseconds(at) < SayAgain) return new ActionResult.Outcome("written");
        HedgeAlerts.Raise(transaction, context.At, Kind, $"P0: not settled: {HedgeAlerts.Standing(desk, input.About, context.At)}", HedgeAlerts.Extra(desk, input.About), active: true, input.About);
        transaction.Event("CRITICAL", Kind, HedgeAlerts.Extra(desk, input.About));
        return new ActionResult.Outcome("written");
    }
}

/// <summary>Rows of <c>alert</c> about one partial hedge, all under the id the desk gave its trouble.</summary>
internal static class HedgeAlerts
{
    public static string Id(string hedge) => $"partial_hedge:{hedge}";

    public static void Raise(LedgerTransaction tx, DateTimeOffset at, string kind, string text, string extra, bool active, string hedge) => tx.Execute(
        "INSERT INTO alert (at, kind, text, extra, active, alert_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", at, kind, text, extra, active, Id(hedge));

    public static string Standing(IDesk desk, string hedge, DateTimeOffset now) => desk.Snapshot.Partials.FirstOrDefault(one => one.HedgeId == hedge) is { } partial
        ? $"{partial.Symbol}: {Decimals.Plain(partial.Excess.Value)} of hedge {hedge} stand on {partial.Venue.Word()} alone for {(now - partial.Since).TotalMinutes:0} min, losing {(partial.LossUsdt is { } loss ? $"{Decimals.Plain(decimal.Round(loss, 2))} USDT" : "an unknown amount")}"
        : $"hedge {hedge}";

    public static string Extra(IDesk desk, string hedge)
    {
        var partial = desk.Snapshot.Partials.FirstOrDefault(one => one.HedgeId == hedge);
        return JsonSerializer.Serialize(new { hedge_id = hedge, symbol = partial?.Symbol, venue = partial?.Venue.Word(), quantity = partial?.Excess.Value, since = partial?.Since, loss_usdt = partial?.LossUsdt });
    }
}
