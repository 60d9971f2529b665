using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// Looks after what is open in every state (R15): pages and trims near a liquidation, and reminds in HOLD. Nothing is done on a quantity
/// that ledger and venue do not agree on (R29), nor while a venue is dark (R17): then it pages only.
/// </summary>
internal sealed class GuardianFlow(DeskMemory m, AlertDesk alerts, HedgeFlow hedges, HedgeJournal journal)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, DateTimeOffset> warned = new(StringComparer.Ordinal);
    private DateTimeOffset nextLook;
    private DateTimeOffset nextReminder;

    public void Tick()
    {
        if (m.Now < nextLook) return;
        nextLook = m.Now + LookEvery;
        foreach (var hedge in m.Hedges.Values.Where(h => h is { Simulated: false, Pair: >= 0 }).ToList()) Look(hedge);
        Remind();
    }

    private void Look(Hedge hedge)
    {
        switch (Guardian.Next(Facts(hedge), m.Options.Hedging))
        {
            case GuardianMove.Warn warn:
                Warn(hedge, warn.DistancePct, "");
                break;

            // A hedge that is opening, partial, closing or being trimmed is on its way already; people have to know all the same.
            case GuardianMove.TrimTo trim when hedge.State != HedgeState.Hedged:
                Warn(hedge, trim.DistancePct, $"the hedge is {hedge.State}");
                break;
            case GuardianMove.TrimTo trim when WhyNot(hedge) is { } obstacle:
                Warn(hedge, trim.DistancePct, obstacle);
                break;
            case GuardianMove.TrimTo trim:
                Page("guardian_trim", hedge, $"{hedge.Symbol}: a leg of hedge {hedge.Id} is {Pct(trim.DistancePct)} from liquidation: both legs go from {hedge.Long.Open} to {trim.Target}", trim.DistancePct);
                hedges.StartTrimming(hedge, trim.Target);
                break;
        }
    }

    private GuardianFacts Facts(Hedge hedge)
    {
        var lot = Math.Max(hedge.Long.Instrument.Lot.Value, hedge.Short.Instrument.Lot.Value);
        var least = Math.Max(hedge.Long.Instrument.MinQuantity.Value, hedge.Short.Instrument.MinQuantity.Value);
        return new GuardianFacts(
            Danger(hedge, hedge.Long), Danger(hedge, hedge.Short), Quantity.Min(hedge.Long.Open, hedge.Short.Open), new Quantity(lot), new Quantity(least),
            hedge.TrimmedAt is not { } trimmed || Venues.All.All(v => m.Truth.Words[(int)v]?.AskedAt > trimmed));
    }

    private LegDanger Danger(Hedge hedge, LegBook leg)
    {
        var position = m.Status(leg.Venue).Positions.GetValueOrDefault(hedge.Symbol);
        if (leg.Open.IsZero) return default;

        // With market data down the stream's mark is of then; what the account was read with is of now.
        var book = m.Books[hedge.Pair][leg.Venue];
        var streamed = book.Mark is not null && m.Now - book.MarkAt <= EquityFlow.MarkFresh ? book.Mark : null;
        return new LegDanger(streamed ?? position?.Mark ?? book.Mark, position?.LiquidationPrice);
    }

    private string? WhyNot(Hedge hedge)
    {
        foreach (var leg in new[] { hedge.Long, hedge.Short })
        {
            if (!m.Status(leg.Venue).PrivateUp) return $"{leg.Venue.Word()} is dark, so nothing is sent (R17)";
            if (leg.Instrument.Status == InstrumentStatus.Halted) return $"{hedge.Symbol} is halted on {leg.Venue.Word()}";
        }

        return m.IsAgreed(hedge.Symbol) ? null : "ledger and venues do not agree, or were not compared since one came back, so nothing is sent (R17, R29)";
    }

    private void Warn(Hedge hedge, decimal distance, string obstacle)
    {
        if (warned.TryGetValue(hedge.Id, out var at) && m.Now - at < SayAgain) return;
        warned[hedge.Id] = m.Now;
        foreach (var over in warned.Keys.Where(id => !m.Hedges.ContainsKey(id)).ToList()) warned.Remove(over);
        var text = $"{hedge.Symbol}: a leg of hedge {hedge.Id} is {Pct(distance)} from liquidation";
        Page("liquidation_near", hedge, obstacle.Length == 0 ? text : $"{text}; {obstacle}", distance);
    }

    /// <summary>R15: open hedges in HOLD are told again every 15 minutes.</summary>
    private void Remind()
    {
        if (m.State != DeskState.Hold || m.Hedges.Count == 0)
        {
            nextReminder = m.Now + RemindEvery;
            return;
        }

        if (m.Now < nextReminder) return;
        nextReminder = m.Now + RemindEvery;
        var marks = Belief.Marks(m, EquityFlow.MarkFresh);
        foreach (var hedge in m.Hedges.Values.Where(h => h is { Simulated: false, Pair: >= 0 })) Remind(hedge, ProfitAndLoss.Of(hedge.ToRecord(), marks));
    }

    private void Remind(Hedge hedge, HedgePnl pnl)
    {
        var distance = Guardian.Nearest(Facts(hedge));
        var books = m.Books[hedge.Pair];
        var funding = new[] { books[Venue.Binance].NextFunding, books[Venue.Okx].NextFunding }.Where(at => at > m.Now).Min();
        var stale = pnl.MarkStale ? " (a mark is stale)" : "";
        Page(
            "open_in_hold", hedge,
            $"{hedge.Symbol}: hedge {hedge.Id} is {hedge.State} in HOLD, PnL {Decimals.Plain(decimal.Round(pnl.Total.Amount, 2))} USDT{stale}, "
            + $"liquidation {(distance is { } pct ? Pct(pct) + " away" : "not named by the venues")}, next funding {(funding is { } at ? $"{at.UtcDateTime:HH:mm} UTC" : "not known")}",
            distance);
    }

    private void Page(string kind, Hedge hedge, string text, decimal? distance)
    {
        journal.Event("CRITICAL", kind, hedge, text);
        alerts.Raise(kind, text, new { hedge_id = hedge.Id, symbol = hedge.Symbol, distance_pct = distance }, active: true, $"{kind}:{hedge.Id}");
    }

    private static string Pct(decimal value) => $"{Decimals.Plain(decimal.Round(value, 2))} %";
}
