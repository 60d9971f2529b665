using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Partials;

/// <summary>
/// What people and the workflow want done with a partial hedge (R28). It sends nothing of its own to unwind: it asks <see cref="NakedFlow"/>,
/// which takes the excess back in any case, so that whoever asks, and however often, one hand does it (R16). A completion is one order, its
/// row written with the order's intent.
/// </summary>
internal sealed class WishFlow(DeskMemory m, DeskEffects effects, HedgeFlow hedges, CompletionCheck completions)
{
    /// <summary>Then the workflow is told what there is, and looks again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (HedgeWish Wish, DateTimeOffset Since)> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>What was under way when the last process ended goes on: an unwinding only reduces, a completion has sent its order already.</summary>
    public void Begin()
    {
        foreach (var wish in effects.Ledger.Read(HedgeWishStore.Open)) Take(wish);
    }

    public CommandResult On(DeskCommand.UnwindHedge command)
    {
        if (known.Contains(command.WishId)) return new CommandResult.Done();
        var wish = new HedgeWish(command.WishId, command.HedgeId, WishKind.Unwind, command.By, m.Now);
        var hedge = m.Hedges.GetValueOrDefault(command.HedgeId);
        if (hedge is null && m.Closed.All(over => over.Id != command.HedgeId)) return new CommandResult.Refused("hedge_not_found", $"no hedge is called {command.HedgeId}");
        if (hedge is { IsOpening: true }) return new CommandResult.Refused("opening_in_progress", "the hedge is still being opened: that ends within its deadline");
        effects.Persist($"wish {wish.Id}", tx =>
        {
            HedgeWishStore.Decide(tx, wish, wish.At);
            tx.Event("WARNING", "hedge_unwind_asked", Json(wish, ""));
            tx.Audit(wish.By, "desk", "HEDGE_UNWIND", wish.HedgeId, Json(wish, ""));
        });
        Take(wish);
        if (hedge is not null) hedges.Advance(hedge);
        Look(wish, m.Now);
        return new CommandResult.Done();
    }

    public CommandResult On(DeskCommand.CompleteHedge command)
    {
        if (known.Contains(command.WishId)) return new CommandResult.Done();
        var wish = new HedgeWish(command.WishId, command.HedgeId, WishKind.Complete, command.By, m.Now);
        known.Add(wish.Id);
        if (m.Hedges.GetValueOrDefault(command.HedgeId) is not { } hedge) return Over(wish, WishOutcomes.StateChanged, "hedge_not_partial");
        var legs = hedge.Legs(hedges.Reference(hedge));
        var plan = completions.Plan(hedge, legs);
        if (command.HoldEpoch != m.Control.HoldEpoch) return Over(wish, WishOutcomes.StateChanged, "hold_changed");
        if (completions.Objection(hedge, legs, plan) is { } objection)
            return Over(wish, objection.Code == "venue_dark" ? WishOutcomes.VenueDark : WishOutcomes.StateChanged, objection.Code);
        if (plan!.Quantity.Value != command.Quantity) return Over(wish, WishOutcomes.StateChanged, "quantity_changed");
        var (leg, worst) = (hedge.Leg(plan.Venue), new Price(command.WorstPrice));
        if (!Completion.IsWithin(m.Books[hedge.Pair][plan.Venue], plan.Side, worst)) return Over(wish, WishOutcomes.PriceMoved, "not_sent");
        Send(wish with { OrderId = OrderNames.Order(hedge.Id, leg.Venue, leg.NextNumber).Value }, hedge, leg, plan.Quantity, worst);
        return new CommandResult.Done();
    }

    public void Tick()
    {
        foreach (var (wish, since) in open.Values.ToList()) Look(wish, since);
    }

    private void Send(HedgeWish wish, Hedge hedge, LegBook leg, Quantity quantity, Price worst)
    {
        Take(wish);
        hedges.SendOpening(hedge, leg, quantity, worst, tx =>
        {
            HedgeWishStore.Begin(tx, wish);
            tx.Event("WARNING", "hedge_completion_sent", Json(wish, $"{Decimals.Plain(quantity.Value)} on {leg.Venue.Word()} at worst {Decimals.Plain(worst.Value)}"));
            tx.Audit(wish.By, "desk", "HEDGE_COMPLETE", wish.HedgeId, Json(wish, ""));
        });
    }

    private void Look(HedgeWish wish, DateTimeOffset since)
    {
        var hedge = m.Hedges.GetValueOrDefault(wish.HedgeId);
        var (outcome, detail) = wish.Kind == WishKind.Unwind ? Unwound(hedge, since) : Completed(wish, since);
        if (outcome is null) return;
        open.Remove(wish.Id);
        if (hedge is not null && wish.Kind == WishKind.Unwind) hedge.UnwindAsked = open.Values.Any(other => other.Wish.Kind == WishKind.Unwind && other.Wish.HedgeId == hedge.Id);

        // What was never written may be asked for again under its name.
        if (detail == "ledger_unavailable") known.Remove(wish.Id);
        else Over(wish, outcome, detail);
    }

    private (string? Outcome, string Detail) Unwound(Hedge? hedge, DateTimeOffset since)
    {
        if (hedge is null or { State: HedgeState.Hedged }) return (WishOutcomes.Flat, "");
        var legs = hedge.Legs(hedges.Reference(hedge));
        var late = m.Now - since >= Patience;
        if (!hedges.Lit(hedge, legs.Ahead.Venue) && (late || !legs.AnyWorking)) return (WishOutcomes.VenueDark, legs.Ahead.Venue.Word());
        if (!late) return (null, "");
        return legs.AnyUnknown ? (WishOutcomes.VenueDark, "outcome_unknown") : (WishOutcomes.Residual, !m.IsAgreed(hedge.Symbol) ? "desync" : $"{hedge.State}");
    }

    private (string? Outcome, string Detail) Completed(HedgeWish wish, DateTimeOffset since)
    {
        if (!m.Orders.TryGetValue(wish.OrderId, out var sent)) return (WishOutcomes.Residual, "order_forgotten");
        if (Completion.Outcome(sent.Order) is { } outcome) return (outcome, sent.Order.Detail);
        return m.Now - since >= Patience ? (WishOutcomes.VenueDark, "outcome_unknown") : (null, "");
    }

    private void Take(HedgeWish wish)
    {
        known.Add(wish.Id);
        open[wish.Id] = (wish, m.Now);
        if (wish.Kind == WishKind.Unwind && m.Hedges.TryGetValue(wish.HedgeId, out var hedge)) hedge.UnwindAsked = true;
    }

    private CommandResult.Done Over(HedgeWish wish, string outcome, string detail)
    {
        var (decided, at) = (wish with { Outcome = outcome, Detail = detail }, m.Now);
        effects.Persist($"wish {wish.Id}", tx =>
        {
            HedgeWishStore.Decide(tx, decided, at);
            tx.Event("INFO", "hedge_wish_over", Json(decided, detail));
        });
        return new CommandResult.Done();
    }

    private static string Json(HedgeWish wish, string detail) =>
        JsonSerializer.Serialize(new { hedge_id = wish.HedgeId, wish = wish.Id, kind = wish.Kind.ToString(), by = wish.By, order_id = wish.OrderId, outcome = wish.Outcome, detail });
}
