using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// One leg without the other (R16): taken back at the first of both bounds, in every state. Beyond a bound it is a HOLD, and while nothing
/// can be done about it (a dark venue, an unknown order, no agreement on the quantity, switched off) somebody is told every minute.
/// </summary>
internal sealed class NakedFlow(DeskMemory m, HedgeFlow hedges, ModeFlow mode, HedgeJournal journal, AlertDesk alerts)
{
    public const string Bound = "naked_bound";
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);

    public void Advance(Hedge hedge, in PairOfLegs legs)
    {
        var facts = Facts(hedge, legs);
        Watch(hedge, facts);
        if (!HedgeFlow.Rested(hedge.Leg(legs.Ahead.Venue), m.Now)) return;
        switch (NakedBound.Next(facts, m.Options.Hedging))
        {
            case HedgeMove.Become become:
                hedges.Become(hedge, become.Event, become.Reason);
                break;
            case HedgeMove.Reduce reduce:
                if (!hedge.UnwindAtOnce && NakedBound.IsReached(facts, m.Options.Hedging)) journal.Event("CRITICAL", "naked_bound_reached", hedge, $"{facts.NakedFor.TotalSeconds:0} s naked");
                hedges.SendReducing(hedge, reduce, OrderPurpose.Unwind);
                break;
        }
    }

    /// <summary>A closing or trimming that stays behind on one leg is naked too; it goes on by itself, people only have to know.</summary>
    public void Watch(Hedge hedge, in PairOfLegs legs) => Watch(hedge, Facts(hedge, legs));

    private void Watch(Hedge hedge, in NakedFacts facts)
    {
        var options = m.Options.Hedging;
        if (hedge.Simulated || hedge.UnwindAtOnce || facts.Legs.ExcessUsdt <= options.MaxDustUsdt || !NakedBound.IsReached(facts, options)) return;
        mode.EngageHold(Bound, "hedging", "desk");
        if (told.TryGetValue(hedge.Id, out var at) && m.Now - at < SayAgain) return;
        told[hedge.Id] = m.Now;
        foreach (var over in told.Keys.Where(id => !m.Hedges.ContainsKey(id)).ToList()) told.Remove(over);
        var (excess, loss) = (Decimals.Plain(facts.Legs.Excess.Value), facts.LossUsdt is { } usdt ? $"{Decimals.Plain(decimal.Round(usdt, 2))} USDT" : "an unknown amount");
        alerts.Raise(
            "naked_leg",
            $"P0: {hedge.Symbol}: {excess} of hedge {hedge.Id} stand on {facts.Legs.Ahead.Venue.Word()} alone for {facts.NakedFor.TotalSeconds:0} s, losing {loss}; {What(facts)}",
            new { hedge_id = hedge.Id, symbol = hedge.Symbol, venue = facts.Legs.Ahead.Venue.Word(), quantity = facts.Legs.Excess.Value, naked_seconds = (int)facts.NakedFor.TotalSeconds, loss_usdt = facts.LossUsdt },
            active: true, $"naked_leg:{hedge.Id}");
    }

    private string What(in NakedFacts facts) => facts switch
    {
        { Agreed: false } => "ledger and venues do not agree, or were not compared since one came back, so nothing is sent (R17, R29)",
        { Lit: false } => $"{facts.Legs.Ahead.Venue.Word()} is dark, so nothing can be sent (R17)",
        _ when !m.Options.Hedging.NakedAutoUnwind => "NAKED_AUTO_UNWIND is off: a person has to act",
        _ when facts.Legs.AnyUnknown => "an order's outcome is not known yet, so nothing is sent (R31)",
        _ => "it is being taken back, reduce-only",
    };

    /// <summary>The bound stands reached and more than dust is naked.</summary>
    public bool IsBeyond(Hedge hedge, in PairOfLegs legs) =>
        legs.ExcessUsdt > m.Options.Hedging.MaxDustUsdt && NakedBound.IsReached(Facts(hedge, legs), m.Options.Hedging);

    private NakedFacts Facts(Hedge hedge, in PairOfLegs legs) => new(
        legs, hedge.ExposedSince is { } since ? m.Now - since : TimeSpan.Zero, hedges.ExcessLoss(hedge, legs), hedge.UnwindAtOnce, hedge.Simulated || m.IsAgreed(hedge.Symbol), hedges.Lit(hedge, legs.Ahead.Venue), hedge.UnwindAsked);
}
