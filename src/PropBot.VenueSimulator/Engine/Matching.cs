using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Takes orders against the book: takers eat levels, resting orders fill when the other side comes to them. Every change is told to
/// <paramref name="tell"/> in the order it happened.</summary>
internal sealed class Matching(
    VenueProfile profile, VenueState state, Accounting accounting, IReadOnlyDictionary<string, VenueBook> books, Func<string, decimal> markOf,
    Action<VenueEvent> tell)
{
    public SimOutcome Place(SimOrderRequest request, DateTimeOffset now)
    {
        if (!books.TryGetValue(request.Symbol, out var book)) return new SimOutcome.Refused(SimRefusal.UnknownSymbol);
        var reachable = request.ReduceOnly ? Math.Min(request.Quantity, Reducible(request.Symbol, request.Side)) : request.Quantity;
        var plan = book.Walk(request.Side, reachable, request.Price);
        if (Objection(request, book) is { } why) return new SimOutcome.Refused(why);
        var unmet = Unmet(request, plan, reachable);
        if (unmet is { } refusal && profile.RefusesAtOnce) return new SimOutcome.Refused(refusal);
        UseMarginMode(request);
        var order = Accept(request, now);
        if (unmet is { } reason) return new SimOutcome.Accepted(End(order, EndOf(reason), SimOrderState.Canceled, now));
        foreach (var level in plan) order = Fill(order, book, level, maker: false, now);
        return new SimOutcome.Accepted(AfterTaking(order, now));
    }

    public SimOutcome Cancel(SimOrder? order, SimEndReason reason, DateTimeOffset now) => order switch
    {
        null => new SimOutcome.Refused(SimRefusal.UnknownOrder),
        { IsOpen: false } => new SimOutcome.Refused(SimRefusal.OrderDone),
        _ => new SimOutcome.Accepted(End(order, reason, SimOrderState.Canceled, now)),
    };

    /// <summary>Changes price or whole quantity of a resting order; a quantity at or below what is filled ends it.</summary>
    public SimOutcome Amend(SimOrder? order, decimal? quantity, decimal? price, DateTimeOffset now)
    {
        if (order is null) return new SimOutcome.Refused(SimRefusal.UnknownOrder);
        if (!order.IsOpen) return new SimOutcome.Refused(SimRefusal.OrderDone);
        var changed = order with { Quantity = quantity ?? order.Quantity, Price = price ?? order.Price, UpdatedAt = now };
        if (changed.Quantity == order.Quantity && changed.Price == order.Price) return new SimOutcome.Refused(SimRefusal.NothingToChange);
        if (changed.Quantity <= changed.Filled) return new SimOutcome.Accepted(End(order, SimEndReason.User, SimOrderState.Canceled, now));
        var book = books[order.Symbol];
        var plan = book.Walk(changed.Side, Available(changed), changed.Price);
        if (changed.TimeInForce == SimTimeInForce.PostOnly && plan.Count > 0)
        {
            return new SimOutcome.Accepted(End(order, SimEndReason.PostOnlyWouldTake, SimOrderState.Canceled, now));
        }

        state.Put(changed);
        tell(new VenueEvent.OrderChanged(changed, null, Amended: true));
        foreach (var level in plan) changed = Fill(changed, book, level, maker: false, now);
        return new SimOutcome.Accepted(changed);
    }

    /// <summary>Fills resting orders that the other side has reached, at their own price.</summary>
    public void MatchResting(VenueBook book, DateTimeOffset now)
    {
        foreach (var resting in state.Open.Values.Where(o => o.Symbol == book.Instrument.Symbol).ToList())
        {
            var order = state.Orders[resting.Id];
            if (!order.IsOpen || order.Price is not { } price) continue;
            foreach (var level in book.Walk(order.Side, Available(order), price))
            {
                book.Eat(order.Side, level.Price, level.Quantity, now);
                order = Record(order, accounting.Fill(order, price, level.Quantity, maker: true, now), now);
            }
        }
    }

    public SimOrder End(SimOrder order, SimEndReason reason, SimOrderState end, DateTimeOffset now)
    {
        var ended = order with { State = end, EndReason = reason, UpdatedAt = now };
        state.Put(ended);
        tell(new VenueEvent.OrderChanged(ended, null));
        return ended;
    }

    /// <summary>Takes a position over at the mark; what margin is left is the liquidation fee.</summary>
    public void Liquidate(PositionView position, decimal feeLeft, DateTimeOffset now)
    {
        var held = position.Position;
        var side = held.Quantity > 0m ? SimSide.Sell : SimSide.Buy;
        var id = state.Account.NextOrderId;
        var size = Math.Abs(held.Quantity);
        var request = new SimOrderRequest(held.Symbol, side, SimOrderType.Market, size, null, SimTimeInForce.ImmediateOrCancel, ReduceOnly: true, $"autoclose-{id}");
        var order = Accept(request, now) with { EndReason = SimEndReason.Liquidation };
        Record(order, accounting.Fill(order, position.Mark, size, maker: false, now, feeLeft), now);
    }

    private SimOrder Accept(SimOrderRequest request, DateTimeOffset now)
    {
        var id = state.Account.NextOrderId;
        state.Account = state.Account with { NextOrderId = id + 1 };
        var clientId = request.ClientId.Length > 0 || !profile.RefusesAtOnce ? request.ClientId : $"sim_{id}";
        var order = new SimOrder(id, request.Symbol, clientId, request.Side, request.Type, request.TimeInForce, request.Quantity, request.Price, request.ReduceOnly, now)
        {
            Tag = request.Tag,
            Note = request.Note,
        };
        state.Put(order);
        tell(new VenueEvent.OrderChanged(order, null));
        return order;
    }

    private SimOrder Fill(SimOrder order, VenueBook book, BookLevel level, bool maker, DateTimeOffset now)
    {
        book.Eat(order.Side, level.Price, level.Quantity, now);
        return Record(order, accounting.Fill(order, level.Price, level.Quantity, maker, now), now);
    }

    private SimOrder Record(SimOrder order, SimFill fill, DateTimeOffset now)
    {
        var filled = order.Filled + fill.Quantity;
        var after = order with
        {
            Filled = filled,
            FilledValue = order.FilledValue + (fill.Price * fill.Quantity),
            Fee = order.Fee + fill.Fee,
            Realised = order.Realised + fill.Realised,
            State = filled >= order.Quantity ? SimOrderState.Filled : SimOrderState.PartiallyFilled,
            LastTradeId = fill.TradeId,
            UpdatedAt = now,
        };
        state.Put(after);
        tell(new VenueEvent.OrderChanged(after, fill));
        var position = state.Position(order.Symbol);
        tell(new VenueEvent.AccountChanged(AccountCause.Trade, order.Symbol, state.Account.Wallet, accounting.View().CrossWallet, 0m, position));
        if (position.Quantity == 0m) EndReducers(order, now);
        return state.Orders[after.Id];
    }

    private void EndReducers(SimOrder cause, DateTimeOffset now)
    {
        foreach (var other in state.Open.Values.Where(o => o.Symbol == cause.Symbol && o.ReduceOnly && o.Id != cause.Id).ToList())
        {
            End(other, SimEndReason.ReduceOnly, SimOrderState.Expired, now);
        }
    }

    private SimOrder AfterTaking(SimOrder order, DateTimeOffset now)
    {
        if (!order.IsOpen) return order;
        if (order.ReduceOnly && Reducible(order.Symbol, order.Side) == 0m) return End(order, SimEndReason.ReduceOnly, SimOrderState.Expired, now);
        if (order.Type == SimOrderType.Market) return End(order, SimEndReason.MarketRemainder, SimOrderState.Expired, now);
        var immediate = order.TimeInForce is SimTimeInForce.ImmediateOrCancel or SimTimeInForce.FillOrKill;
        return immediate ? End(order, SimEndReason.ImmediateRemainder, SimOrderState.Expired, now) : order;
    }

    private SimRefusal? Objection(SimOrderRequest request, VenueBook book)
    {
        var open = state.Open.Values;
        if (request.ClientId.Length > 0 && open.Any(o => o.ClientId == request.ClientId)) return SimRefusal.DuplicateClientId;
        if (open.Count(o => o.Symbol == request.Symbol) >= profile.MaxOpenOrdersPerSymbol) return SimRefusal.TooManyOpenOrders;
        if (request.Price is { } price && OutsideBand(request.Symbol, request.Side, price)) return SimRefusal.PriceOutOfBand;
        if (request.ReduceOnly) return Reducible(request.Symbol, request.Side) == 0m ? SimRefusal.ReduceOnlyRejected : null;
        return Unaffordable(request, book);
    }

    private SimRefusal? Unaffordable(SimOrderRequest request, VenueBook book)
    {
        var counter = request.Side == SimSide.Buy ? book.Asks : book.Bids;
        if (request.Price is null && counter.Count == 0) return SimRefusal.NoLiquidity;
        var needed = accounting.Needed(request.Symbol, request.Side, request.Quantity, request.Price ?? counter[0].Price);
        return needed > 0m && needed > accounting.View().Available ? SimRefusal.MarginInsufficient : null;
    }

    private bool OutsideBand(string symbol, SimSide side, decimal price)
    {
        var mark = markOf(symbol);
        return side == SimSide.Buy ? price > mark * (1m + profile.PriceBand) : price < mark * (1m - profile.PriceBand);
    }

    private static SimRefusal? Unmet(SimOrderRequest request, List<BookLevel> plan, decimal reachable) => request.TimeInForce switch
    {
        SimTimeInForce.PostOnly when plan.Count > 0 => SimRefusal.PostOnlyWouldTake,
        SimTimeInForce.FillOrKill when plan.Sum(l => l.Quantity) < reachable => SimRefusal.FillOrKillUnfillable,
        _ => null,
    };

    private static SimEndReason EndOf(SimRefusal why) =>
        why == SimRefusal.PostOnlyWouldTake ? SimEndReason.PostOnlyWouldTake : SimEndReason.FillOrKillUnfillable;

    private void UseMarginMode(SimOrderRequest request)
    {
        if (request.Isolated is not { } isolated || state.Position(request.Symbol).Quantity != 0m) return;
        var setting = accounting.Setting(request.Symbol);
        if (setting.Isolated != isolated) state.Put(setting with { Isolated = isolated });
    }

    private decimal Reducible(string symbol, SimSide side)
    {
        var held = state.Position(symbol).Quantity;
        return side == SimSide.Buy ? Math.Max(0m, -held) : Math.Max(0m, held);
    }

    private decimal Available(SimOrder order) => order.ReduceOnly ? Math.Min(order.Remaining, Reducible(order.Symbol, order.Side)) : order.Remaining;
}
