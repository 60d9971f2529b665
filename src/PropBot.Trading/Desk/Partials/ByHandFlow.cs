using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Partials;

/// <summary>
/// Somebody closed the open leg at the venue himself (R28, R45). His trades become the leg's end only when both venues, asked anew, hold
/// exactly what the ledger would then believe; otherwise nothing is booked and the figures are said (R29).
/// </summary>
internal sealed class ByHandFlow(DeskMemory m, DeskEffects effects, HedgeFlow hedges, FreshLook look)
{
    public const string Cause = "closed_by_hand";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private readonly List<(CommandEnvelope Envelope, DeskCommand.BookByHand Command, DateTimeOffset Since)> asked = [];

    public CommandResult? On(DeskCommand.BookByHand command, CommandEnvelope envelope)
    {
        asked.Add((envelope, command, m.Now));
        look.Ask();
        return null;
    }

    public void Tick()
    {
        if (asked.Count == 0) return;
        foreach (var question in asked.ToList())
        {
            if (Answer(question.Command, look.Since(question.Since), m.Now - question.Since >= Patience) is not { } answer) continue;
            asked.Remove(question);
            question.Envelope.Reply.TrySetResult(answer);
        }

        if (asked.Count > 0) look.Ask();
    }

    private CommandResult? Answer(DeskCommand.BookByHand command, IReadOnlyList<VenueWord>? words, bool late)
    {
        if (m.Hedges.GetValueOrDefault(command.HedgeId) is not { State: HedgeState.Partial, Simulated: false } hedge)
            return new CommandResult.Refused("hedge_not_partial", $"hedge {command.HedgeId} is not partial: there is nothing to prove");
        if (words is null) return late ? new CommandResult.Refused("venue_dark", "a venue did not say what stands there: nothing is proven while it is silent") : null;

        // A person asks and waits; nothing else of the desk reads the disk.
        var trades = effects.Ledger.Read(db => TruthStore.LoadForeignFills(db, hedge.Symbol, hedge.OpenedAt));
        var said = words.Select(word => Unproven(hedge, word, trades)).OfType<string>().ToList();
        if (said.Count == 0 && Left(hedge, hedge.Long, trades) != Left(hedge, hedge.Short, trades)) said.Add("the legs would still be unequal after it");
        if (said.Count == 0 && hedge.Legs(hedges.Reference(hedge)).AnyWorking) said.Add("an order of the hedge is not settled yet");
        if (said.Count > 0) return late ? new CommandResult.Refused("not_proven", string.Join("; ", said)) : null;
        Book(hedge, trades, command.By);
        return new CommandResult.Done(new Dictionary<string, object?> { ["trades"] = trades.Count, ["state"] = hedge.State.ToString() });
    }

    // Null: this venue holds what the ledger would believe with these trades, and they only reduce the leg.
    private string? Unproven(Hedge hedge, VenueWord word, IReadOnlyList<Fill> trades)
    {
        var (leg, moved) = (hedge.Leg(word.Venue), Moved(trades, word.Venue));
        var difference = look.Difference(word, hedge.Symbol);
        if (difference != moved) return $"{word.Venue.Word()} holds {Decimals.Plain(difference)} {hedge.Symbol} beyond the ledger, the trades made there by hand come to {Decimals.Plain(moved)}";
        return moved * leg.Side.Sign() > 0m || Math.Abs(moved) > leg.Open.Value
            ? $"the trades made by hand on {word.Venue.Word()} ({Decimals.Plain(moved)}) do more than close this leg of {Decimals.Plain(leg.Open.Value)}"
            : null;
    }

    private static decimal Moved(IEnumerable<Fill> trades, Venue venue) => trades.Where(trade => trade.Venue == venue).Sum(trade => trade.Quantity.Value * trade.Side.Sign());

    private static decimal Left(Hedge hedge, LegBook leg, IEnumerable<Fill> trades) => leg.Open.Value - Math.Abs(Moved(trades, leg.Venue));

    private void Book(Hedge hedge, IReadOnlyList<Fill> trades, string by)
    {
        foreach (var trade in trades)
        {
            var leg = hedge.Leg(trade.Venue);
            var order = TakeoverFlow.OrderOf(m, hedge, leg, trade, Cause);
            var booked = trade with { OrderId = order.Id.Value };
            order.Take(booked);
            leg.Add(order);
            leg.Take(order, booked);
            m.Track(order, hedge);
            m.Truth.Adopt(order, booked);
            m.Truth.Moved(order, m.Now);
            var update = OrderStore.Update(order);
            effects.Persist($"order {order.Id}", tx =>
            {
                OrderStore.Insert(tx, order);
                update(tx);
                OrderStore.InsertFill(tx, booked, hedge.Id);
                TruthStore.RemoveForeignFill(tx, trade);
            });
        }

        var json = JsonSerializer.Serialize(new { hedge_id = hedge.Id, symbol = hedge.Symbol, by, trades = trades.Select(trade => new { venue = trade.Venue.Word(), trade.TradeId, side = trade.Side.ToString(), quantity = trade.Quantity.Value, price = trade.Price.Value }) });
        effects.Persist(Cause, tx =>
        {
            tx.Event("WARNING", "hedge_closed_by_hand", json);
            tx.Audit(by, "desk", "HEDGE_CLOSED_BY_HAND", hedge.Id, json);
        });
        hedges.Advance(hedge);
    }
}
