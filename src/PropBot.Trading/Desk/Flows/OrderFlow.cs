using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// The life of orders after they were decided: what left, what came back, what must be asked. The private stream speaks first; REST is
/// the second source for every end and every fill.
/// </summary>
internal sealed class OrderFlow(DeskMemory m, DeskEffects effects)
{
    /// <summary>An IOC order ends at once; if the stream has not said so by then, we ask.</summary>
    private static readonly TimeSpan AskAfterAccept = TimeSpan.FromMilliseconds(300);

    /// <summary>Beyond an order's validity, before its absence at the venue counts as proof (R31).</summary>
    private static readonly TimeSpan AbsenceMargin = TimeSpan.FromSeconds(1);

    /// <summary>How the detail of an order begins that we refused ourselves: it never left.</summary>
    public const string NotSent = "not_sent ";

    /// <summary>Called whenever an order of a hedge changed; set by the desk.</summary>
    public required Action<Hedge> Advance { get; init; }

    /// <summary>An order is on its way to a venue; called before its bytes can have left.</summary>
    public required Action<Venue> Submitted { get; init; }

    /// <summary>A message about an order that is not in our books: the venue is to be compared with them soon (P13).</summary>
    public required Action<Venue> Unclaimed { get; init; }

    /// <summary>An order, and a trade of an order, that is not in our books: true when the venue closed a position by it (R19).</summary>
    public required Func<OrderUpdate, bool> StrangerUpdate { get; init; }
    public required Func<Fill, bool> StrangerFill { get; init; }

    /// <summary>A venue's direct answer to an order, or our own no; called before anything follows from it.</summary>
    public required Action<Order, OrderReply> Replied { get; init; }

    /// <summary>An order has reached a terminal state.</summary>
    public required Action<Order> Ended { get; init; }

    public void Submit(ApprovedOrder stamp, Hedge hedge, Action<Ledger.LedgerTransaction>? parent)
    {
        var order = stamp.Order;
        hedge.Leg(order.Venue).Add(order);
        m.Track(order, hedge);
        m.Runaway.CountOrder(m.Now);
        m.Truth.Moved(order, m.Now);
        effects.Send(stamp, parent);

        // While the ledger writes, and nothing has left yet: before it the switch would cost the order its time.
        if (!order.Simulated) Submitted(order.Venue);
    }

    public void On(OrderLeft fact) => With(fact.OrderId, (order, _) => order.Meet(OrderEvent.Left));

    public void On(OrderVoided fact) => With(fact.OrderId, (order, hedge) =>
    {
        order.Detail = fact.Why;
        Settle(order, hedge, OrderEvent.VoidedBeforeSending);
    });

    public void On(OrderReplied fact) => With(fact.OrderId, (order, hedge) =>
    {
        Replied(order, fact.Reply);
        switch (fact.Reply)
        {
            case OrderReply.Accepted accepted:
                Name(order, accepted.VenueOrderId);
                if (!order.State.IsTerminal()) AskAt(order, AskAfterAccept);
                Settle(order, hedge, OrderEvent.ReplyAccepted);
                break;
            case OrderReply.Refused refused:
                order.Detail = $"{(refused.Why.IsLocal ? NotSent : "")}{refused.Why.Kind}: {refused.Why.Code} {refused.Why.Text}".TrimEnd();
                Settle(order, hedge, OrderEvent.ReplyRefused);
                break;
            case OrderReply.Unknown unknown:
                order.Detail = unknown.Clue;
                AskAt(order, TimeSpan.FromMilliseconds(100));
                Settle(order, hedge, OrderEvent.ReplyLost);
                break;
        }
    });

    public void On(SimulatedOrderLeft fact) => With(fact.OrderId, (order, hedge) =>
    {
        order.Meet(OrderEvent.Left);
        SimulatedVenue.Fill(order, m.Books[hedge.Pair][order.Venue], TakerFee(order), m.Now, fill => Take(order, hedge, fill));
        Settle(order, hedge, order.Filled >= order.Quantity ? OrderEvent.SeenFilled : OrderEvent.SeenEnded);
    });

    public void On(OrderUpdate update)
    {
        if (!TryFind(update.Venue, update.Id, update.VenueOrderId, out var order, out var hedge) || order.Purpose == OrderPurpose.Takeover)
        {
            if (StrangerUpdate(update)) return;
            if (update.Id.Length == 0) Foreign(update);
            Unclaimed(update.Venue);
            return;
        }

        See(order, hedge, update);
    }

    public void On(OrderAnswered fact) => With(fact.OrderId, (order, hedge) =>
    {
        order.Asking = false;
        switch (fact.Answer)
        {
            case OrderAnswer.Found found:
                See(order, hedge, found.Order);
                break;
            case OrderAnswer.NotFound when IsProof(order, fact.AskedAt):
                order.Detail = "absent";
                Settle(order, hedge, OrderEvent.ProvenAbsent);
                break;
            default:
                AskAgain(order);
                break;
        }
    });

    public void On(Fill fill)
    {
        if (!TryFind(fill.Venue, fill.OrderId, fill.VenueOrderId, out var order, out var hedge) || order.Purpose == OrderPurpose.Takeover)
        {
            if (StrangerFill(fill)) return;
            Unclaimed(fill.Venue);
            return;
        }

        if (Take(order, hedge, fill)) Advance(hedge);
    }

    public void On(FillsRead fact)
    {
        if (fact.Answer is VenueAnswer<IReadOnlyList<Fill>>.Got got)
            foreach (var fill in got.Value) On(fill);
    }

    /// <summary>Asks about every order whose time has come. Called by the timer.</summary>
    public void Tick()
    {
        foreach (var hedge in m.Hedges.Values)
        {
            AskDue(hedge, hedge.Long);
            AskDue(hedge, hedge.Short);
        }
    }

    /// <summary>After a restart an order may have left or not: ask until the venue tells (case 38).</summary>
    public void Resolve(Order order)
    {
        if (order.IsSettled) return;
        if (order.State == OrderState.Intended) order.Meet(OrderEvent.Left);
        if (order.State == OrderState.Sent) order.Meet(OrderEvent.ReplyLost);
        order.AskAt = m.Now;
    }

    private void AskDue(Hedge hedge, LegBook leg)
    {
        foreach (var order in leg.Orders)
        {
            if (order.IsSettled || order.Simulated || order.State == OrderState.Intended) continue;
            order.AskAt ??= m.Now + AskAfterAccept;
            if (order.Asking && m.Now - order.AskAt < TimeSpan.FromSeconds(15)) continue;
            if (m.Now < order.AskAt || !m.Status(leg.Venue).InstrumentsFresh) continue;
            order.Asked++;
            order.AskAt = m.Now;

            // Ended, but the fills we hold do not add up to what it reported: the trades are what is missing.
            if (order.State.IsTerminal())
            {
                effects.ReadFills(order.Instrument, order.CreatedAt - TimeSpan.FromSeconds(10));
                AskAgain(order);
                continue;
            }

            order.Asking = true;
            effects.Ask(order);
        }
    }

    private void Foreign(OrderUpdate update)
    {
        var known = m.Status(update.Venue).ForeignOrders;
        if (update.Status is VenueOrderStatus.Live or VenueOrderStatus.PartiallyFilled) known[update.VenueOrderId] = update;
        else known.Remove(update.VenueOrderId);
    }

    private void See(Order order, Hedge hedge, OrderUpdate update)
    {
        Name(order, update.VenueOrderId);
        order.Report(update.Filled);
        if (update.EndReason.Length > 0) order.Detail = update.EndReason;
        Settle(order, hedge, update.Status switch
        {
            VenueOrderStatus.Filled => OrderEvent.SeenFilled,
            VenueOrderStatus.Ended => OrderEvent.SeenEnded,
            _ => OrderEvent.SeenLive,
        });
    }

    private void Settle(Order order, Hedge hedge, OrderEvent fact)
    {
        m.Truth.Moved(order, m.Now);
        var changed = order.Meet(fact);
        if (changed) effects.Persist($"order {order.Id}", OrderStore.Update(order));
        if (changed && order.State.IsTerminal()) Ended(order);
        if (!order.IsSettled && order.AskAt is null) AskAt(order, AskAfterAccept);
        if (order.IsSettled) order.AskAt = null;
        if (changed || order.IsSettled) Advance(hedge);
    }

    private bool Take(Order order, Hedge hedge, Fill fill)
    {
        if (!order.Take(fill)) return false;
        hedge.Leg(order.Venue).Take(order, fill);
        m.Truth.Booked(order, fill);
        m.Truth.Moved(order, m.Now);
        var kept = fill with { OrderId = order.Id.Value };
        effects.Persist($"fill {fill.TradeId}", tx => OrderStore.InsertFill(tx, kept, hedge.Id));
        if (!order.Simulated && order.Expected.IsSet) m.Drift.Add(order.Side, order.Expected, fill.Price);
        m.Dirty = true;
        return true;
    }

    private bool IsProof(Order order, DateTimeOffset askedAt)
    {
        // An accepted order has a venue id: its absence needs more than one answer.
        var answers = order.VenueOrderId.Length > 0 ? 5 : 2;
        return order.Asked >= answers && askedAt >= ProofFrom(order);
    }

    private DateTimeOffset ProofFrom(Order order) =>
        order.ValidUntil + AbsenceMargin + (m.Status(order.Venue).Clock?.Uncertainty ?? TimeSpan.FromSeconds(1));

    private void AskAgain(Order order)
    {
        var pause = Math.Min(200 * (1 << Math.Min(order.Asked, 4)), 2_000);
        var next = m.Now + TimeSpan.FromMilliseconds(pause);

        // The first moment at which "not found" proves something is asked at exactly, so that the leg may still meet its deadline.
        var proof = ProofFrom(order);
        order.AskAt = proof > m.Now && proof < next ? proof : next;
    }

    private void AskAt(Order order, TimeSpan after) => order.AskAt = m.Now + after;

    private void Name(Order order, string venueOrderId)
    {
        if (venueOrderId.Length == 0 || order.VenueOrderId == venueOrderId) return;
        order.VenueOrderId = venueOrderId;
        m.ByVenueOrderId[(order.Venue, venueOrderId)] = order.Id.Value;
    }

    private decimal TakerFee(Order order) => m.Status(order.Venue).Fees.GetValueOrDefault(order.Instrument.Symbol)?.Taker ?? 0m;

    private bool TryFind(Venue venue, string id, string venueOrderId, out Order order, out Hedge hedge)
    {
        if (!m.Orders.TryGetValue(id, out var known) &&
            !(m.ByVenueOrderId.TryGetValue((venue, venueOrderId), out var byVenue) && m.Orders.TryGetValue(byVenue, out known)))
        {
            (order, hedge) = (null!, null!);
            return false;
        }

        (order, hedge) = known;
        return order.Venue == venue;
    }

    private void With(string id, Action<Order, Hedge> act)
    {
        if (m.Orders.TryGetValue(id, out var known)) act(known.Order, known.Hedge);
    }
}
