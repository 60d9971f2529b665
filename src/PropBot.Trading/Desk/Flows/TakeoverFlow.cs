using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// A venue closed a position itself, by liquidation or ADL (R19): P0 and HOLD at once, and its trades are booked on the legs they took, so
/// that what survives on the other venue is known to be naked and falls under R16 instead of being a puzzle.
/// </summary>
internal sealed class TakeoverFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, HedgeFlow hedges, AlertDesk alerts)
{
    private readonly Dictionary<(Venue Venue, string VenueOrderId), string> known = [];

    /// <summary>An order that is not ours. False: nor is it the venue's own.</summary>
    public bool On(OrderUpdate update)
    {
        if (EndReasons.Takeover(update.EndReason) is not { } cause) return false;
        var key = (update.Venue, update.VenueOrderId);
        if (known.TryAdd(key, cause)) Tell(update, cause);
        return true;
    }

    /// <summary>A trade of an order that is not ours. True: it is known to be the venue's own and is booked.</summary>
    public bool On(Fill fill)
    {
        if (m.Truth.TakenOver.Contains(FillKey.Of(fill))) return true;
        if (!known.TryGetValue((fill.Venue, fill.VenueOrderId), out var cause)) return false;
        Book(fill, cause);
        return true;
    }

    private void Tell(OrderUpdate update, string cause)
    {
        var venue = update.Venue.Word();
        mode.EngageHold($"{cause}:{venue}", "venue", "desk");
        var text = $"P0: {venue} closed {update.Symbol} itself ({cause}, order {update.VenueOrderId}): what is left on the other venue is taken back within its bound";
        alerts.Raise(cause, text, new { venue, symbol = update.Symbol, venue_order_id = update.VenueOrderId }, active: true, $"{cause}:{venue}");
        var json = JsonSerializer.Serialize(new { venue, symbol = update.Symbol, venue_order_id = update.VenueOrderId, text });
        effects.Persist(cause, tx =>
        {
            tx.Event("CRITICAL", cause, json);
            tx.Audit("desk", "desk", cause.ToUpperInvariant(), venue, json);
        });
    }

    // Oldest hedge first: the venue knows one position a symbol, not whose part of it went.
    private void Book(Fill fill, string cause)
    {
        var (left, fee) = (fill.Quantity, fill.Fee.Amount);
        var part = 0;
        foreach (var hedge in m.Hedges.Values.Where(h => !h.Simulated && h.Symbol == fill.Symbol).OrderBy(h => h.Number).ToList())
        {
            var leg = hedge.Leg(fill.Venue);
            var share = Quantity.Min(left, leg.Open);
            if (leg.Side == fill.Side || share.IsZero) continue;
            left -= share;

            // The last part bears what is left of the fee, so that the parts add up to the last digit.
            var own = left.IsZero ? fee : fill.Fee.Amount * share.Value / fill.Quantity.Value;
            fee -= own;
            Book(hedge, leg, fill with { Quantity = share, Fee = new Money(own, fill.Fee.Currency) }, fill, ++part, cause);
            if (left.IsZero) break;
        }
    }

    private void Book(Hedge hedge, LegBook leg, Fill own, Fill fill, int part, string cause)
    {
        var order = OrderOf(m, hedge, leg, own, cause);

        // The ledger's key is the venue's trade; a trade that took two hedges leaves its further parts under names of their own.
        var booked = own with { OrderId = order.Id.Value, TradeId = part == 1 ? fill.TradeId : $"{fill.TradeId}{FillParts.Mark}{part}" };
        order.Take(booked);
        leg.Add(order);
        leg.Take(order, booked);
        m.Track(order, hedge);
        if (part == 1)
        {
            m.Truth.Booked(order, fill);
            m.Truth.TakenOver.Add(FillKey.Of(fill));
        }

        m.Truth.Moved(order, m.Now);
        var update = OrderStore.Update(order);
        effects.Persist($"order {order.Id}", tx =>
        {
            OrderStore.Insert(tx, order);
            update(tx);
            OrderStore.InsertFill(tx, booked, hedge.Id);
        });

        // A whole hedge becomes partial whatever dust it had; a hedge that is opening, partial or closing goes on with what is left.
        if (hedge.State == HedgeState.Hedged) hedges.Become(hedge, HedgeEvent.LateFill, cause);
        hedges.Advance(hedge);
    }

    /// <summary>A trade that no order of ours made, as an order of the leg it took.</summary>
    internal static Order OrderOf(DeskMemory m, Hedge hedge, LegBook leg, Fill fill, string cause)
    {
        var order = new Order
        {
            Id = OrderNames.Order(hedge.Id, leg.Venue, leg.NextNumber),
            HedgeId = hedge.Id,
            Number = leg.NextNumber,
            Purpose = OrderPurpose.Takeover,
            Instrument = leg.Instrument,
            Side = fill.Side,
            Quantity = fill.Quantity,
            Limit = fill.Price,
            Expected = fill.Price,
            CreatedAt = m.Now,
            ValidUntil = m.Now,
            Simulated = false,
            ModeEpoch = m.ModeEpoch.Current,
        };
        order.Restore(OrderState.Filled, fill.Quantity, fill.VenueOrderId, cause);
        return order;
    }
}
