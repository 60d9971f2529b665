using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk.Partials;

/// <summary>Whether a partial hedge may be completed now, and by which order: for people's eyes and, the same way, at the moment of effect (R28).</summary>
internal sealed class CompletionCheck(DeskMemory m, HedgeFlow hedges, RiskReader risk)
{
    public CompletionPlan? Plan(Hedge hedge, in PairOfLegs legs) => hedge.Pair < 0
        ? null
        : Completion.Plan(legs, m.Books[hedge.Pair][legs.Behind.Venue], hedge.Leg(legs.Behind.Venue).Instrument.Tick, m.Options.Hedging.LegMaxSlippage);

    /// <summary>Null when nothing stands against it. What is not known stands against it.</summary>
    public CommandResult.Refused? Objection(Hedge hedge, in PairOfLegs legs, CompletionPlan? plan)
    {
        if (hedge.State != HedgeState.Partial || hedge.Simulated) return new("hedge_not_partial", $"hedge {hedge.Id} is {hedge.State}");
        if (m.Control.DryRun) return new("dry_run", "DRY_RUN is on: no real order opens anything (R6)");
        if (m.Control.KillPending) return new("kill_pending", "the kill switch is not confirmed by both venues yet");
        if (m.Stopping) return new("stopping", "the desk is being stopped");
        if (legs.AnyWorking || hedge.UnwindAsked) return new("order_working", "an order of this hedge is at work, or it is being taken back");
        if (!hedges.Lit(hedge, hedge.Long.Venue) || !hedges.Lit(hedge, hedge.Short.Venue)) return new("venue_dark", "a venue of this hedge does not answer (R17)");
        if (plan is null) return new("no_price", "the venue's book does not hold what is missing, or that is below the least order");
        var refusal = RiskGate.CheckCompletion(risk.Read(hedge.Pair, hedge.Long.Venue, plan.Planned.Value * plan.Quantity.Value, hedge.Leverage), m.Limits);
        return refusal is null ? null : new(refusal.Code, refusal.Text);
    }
}
