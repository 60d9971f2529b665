using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Takes orders against the book: takers eat levels and meet the account's own resting orders, resting orders fill when the other side comes to them.
/// Every change is told to <paramref name="tell"/> in the order it happened.</summary>
internal sealed class Matching(
    VenueProfile profile, VenueState state, Accounting accounting, IReadOnlyDictionary<string, VenueBook> books, OrderChecks checks, QueuePlaces places,
    FaultBoard faults, Action<VenueEvent> tell)
{
    public SimOutcome Place(SimOrderRequest asked, DateTimeOffset now)
    {
        if (!books.TryGetValue(asked.Symbol, out var book)) return new SimOutcome.Refused(SimRefusal.UnknownSymbol);
        var request = asked with { Price = checks.Price(book, asked.Side, asked.Price, asked.PriceMatch, asked.ClampPrice) };
        if (checks.Objection(request, book) is { } why) return new SimOutcome.Refused(why);
        var reachable = OrderChecks.Reduces(request) ? Math.Min(request.Quantity, Reducible(request)) : request.Quantity;
        var cap = faults.FillCap(request.Symbol, request.Quantity) is { } most ? OnStep(most, book.Instrument) : (decimal?)null;
        var mode = SelfTradeOf(request);
        var plan = Planner.Make(book, request.Side, Math.Min(reachable, cap ?? reachable), request.Price, mode);
        var unmet = Unmet(request, plan, reachable);
        if (unmet is { } refusal && profile.RefusesAtOnce) return new SimOutcome.Refused(refusal);
        UseMarginMode(request);
        var order = Accept(request, mode, cap, now);
        if (unmet is { } reason) return new SimOutcome.Accepted(End(order, EndOf(reason), SimOrderState.Canceled, now));
        order = Take(order, plan, book, now);
        return new SimOutcome.Accepted(Rest(order, book, now));
    }

    public SimOutcome Cancel(SimOrder? order, SimEndReason reason, DateTimeOffset now) => order switch
    {
        null => new SimOutcome.Refused(SimRefusal.UnknownOrder),
        { IsOpen: false } => new SimOutcome.Refused(SimRefusal.OrderDone),
        _ => new SimOutcome.Accepted(End(order, reason, SimOrderState.Canceled, now)),
    };

    /// <summary>What an order would meet at its present price and size.</summary>
    public TakerPlan PlanOf(SimOrder order, VenueBook book) => Planner.Make(book, order.Side, Available(order), order.Price, order.SelfTrade, order.Id);

    /// <summary>Carries a plan out; the order as it is then, ended when the plan was cut.</summary>
    public SimOrder Take(SimOrder taker, TakerPlan plan, VenueBook book, DateTimeOffset now)
    {
        foreach (var step in plan.Steps) taker = step.Own is null ? Eat(taker, book, step, now) : Meet(taker, step, now);
        return plan.Cut == SimEndReason.None || !taker.IsOpen ? taker : End(taker, plan.Cut, SimOrderState.Expired, now);
    }

    /// <summary>What becomes of the part of an order that found nothing: it rests, or it ends.</summary>
    public SimOrder Rest(SimOrder order, VenueBook book, DateTimeOffset now)
    {
        if (!order.IsOpen) return order;
        if (order.Reduces && Reducible(order) == 0m) return End(order, SimEndReason.ReduceOnly, SimOrderState.Expired, now);
        if (order.Type == SimOrderType.Market) return End(order, SimEndReason.MarketRemainder, SimOrderState.Expired, now);
        if (order.TimeInForce is SimTimeInForce.ImmediateOrCancel or SimTimeInForce.FillOrKill) return End(order, SimEndReason.ImmediateRemainder, SimOrderState.Expired, now);
        places.Join(order, book);
        return order;
    }

    /// <summary>Ends orders whose date has come, and fills resting orders that the other side has reached, at their own price.</summary>
    public void MatchResting(VenueBook book, DateTimeOffset now)
    {
        var resting = state.Open.Values.Where(o => o.Symbol == book.Instrument.Symbol).ToList();
        foreach (var due in resting.Where(o => o.GoodTill <= now)) End(due, SimEndReason.GoodTillDate, SimOrderState.Expired, now);
        places.Follow(resting.Where(o => state.Open.ContainsKey(o.Id)), book);
        if (book.Instrument.Status is not (SimInstrumentStatus.Trading or SimInstrumentStatus.PostOnly or SimInstrumentStatus.ReduceOnly)) return;
        foreach (var one in resting)
        {
            var order = state.Orders[one.Id];
            if (!order.IsOpen || order.Price is not { } price) continue;
            foreach (var level in book.Walk(order.Side, Available(order), price))
            {
                book.Eat(order.Side, level.Price, level.Quantity, now);
                order = Record(order, accounting.Fill(order, price, level.Quantity, maker: true, now), now);
            }
        }
    }

    public SimOrder End(SimOrder order, SimEndReason reason, SimOrderState end, DateTimeOffset now, SimAmendNote? note = null)
    {
        var ended = order with { State = end, EndReason = reason, UpdatedAt = now };
        state.Put(ended);
        places.Leave(order.Id);
        tell(new VenueEvent.OrderChanged(ended, null) { Amendment = note });
        return ended;
    }

    public SimOrder Accept(SimOrderRequest request, SimSelfTrade mode, decimal? cap, DateTimeOffset now)
    {
        var id = state.Account.NextOrderId;
        state.Account = state.Account with { NextOrderId = id + 1 };
        var clientId = request.ClientId.Length > 0 || !profile.RefusesAtOnce ? request.ClientId : $"sim_{id}";
        var order = new SimOrder(id, request.Symbol, clientId, request.Side, request.Type, request.TimeInForce, request.Quantity, request.Price, request.ReduceOnly, now)
        {
            Tag = request.Tag,
            Note = request.Note,
            SelfTrade = mode,
            GoodTill = request.TimeInForce == SimTimeInForce.GoodTillDate ? request.GoodTill : null,
            PriceMatch = request.PriceMatch,
            PositionSide = request.PositionSide,
            Origin = request.Origin,
            FillCap = cap,
        };
        state.Put(order);
        tell(new VenueEvent.OrderChanged(order, null));
        return order;
    }

    /// <param name="cause">What the account's owner is told was the reason.</param>
    public SimOrder Record(SimOrder order, SimFill fill, DateTimeOffset now, AccountCause cause = AccountCause.Trade)
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
        if (!after.IsOpen) places.Leave(after.Id);
        tell(new VenueEvent.OrderChanged(after, fill));
        var position = state.Position(order.Symbol, order.PositionSide);
        tell(new VenueEvent.AccountChanged(cause, order.Symbol, state.Account.Wallet, accounting.View().CrossWallet, 0m, position));
        EndReducers(order, now);
        return state.Orders[after.Id];
    }

    private TakerPlanner Planner => new(profile, state, places, Available);

    private SimOrder Eat(SimOrder taker, VenueBook book, PlanStep step, DateTimeOffset now)
    {
        book.Eat(taker.Side, step.Price, step.Quantity, now);
        return Record(taker, accounting.Fill(taker, step.Price, step.Quantity, maker: false, now), now);
    }

    /// <summary>Two orders of the account meet: they trade, or the maker ends.</summary>
    private SimOrder Meet(SimOrder taker, PlanStep step, DateTimeOffset now)
    {
        var maker = state.Orders[step.Own!.Id];
        if (!maker.IsOpen) return taker;
        if (step.EndsMaker)
        {
            End(maker, SimEndReason.SelfTrade, SimOrderState.Expired, now);
            return taker;
        }

        var fill = accounting.Fill(taker, step.Price, step.Quantity, maker: false, now);
        var after = Record(taker, fill, now);
        Record(maker, accounting.Fill(maker, step.Price, step.Quantity, maker: true, now, trade: fill.TradeId), now);
        return state.Orders[after.Id];
    }

    /// <summary>Orders that have nothing left to reduce, the one that just filled included, end.</summary>
    private void EndReducers(SimOrder cause, DateTimeOffset now)
    {
        var idle = state.Open.Values.Where(o => o.Symbol == cause.Symbol && o.PositionSide == cause.PositionSide && o.Reduces && Reducible(o) == 0m);
        foreach (var other in idle.ToList()) End(other, SimEndReason.ReduceOnly, SimOrderState.Expired, now);
    }

    private SimSelfTrade SelfTradeOf(SimOrderRequest request) => request.TimeInForce == SimTimeInForce.FillOrKill
        ? SimSelfTrade.None
        : request.SelfTrade ?? state.Account.SelfTrade ?? profile.SelfTrade;

    private static SimRefusal? Unmet(SimOrderRequest request, TakerPlan plan, decimal reachable) => request.TimeInForce switch
    {
        SimTimeInForce.PostOnly when plan.Meets => SimRefusal.PostOnlyWouldTake,
        SimTimeInForce.FillOrKill when plan.Quantity < reachable => SimRefusal.FillOrKillUnfillable,
        _ => null,
    };

    private static SimEndReason EndOf(SimRefusal why) =>
        why == SimRefusal.PostOnlyWouldTake ? SimEndReason.PostOnlyWouldTake : SimEndReason.FillOrKillUnfillable;

    private static decimal OnStep(decimal quantity, SimInstrument instrument) => Math.Floor(quantity / instrument.Step) * instrument.Step;

    private void UseMarginMode(SimOrderRequest request)
    {
        if (request.Isolated is not { } isolated || state.Positions.Values.Any(p => p.Symbol == request.Symbol && p.Quantity != 0m)) return;
        var setting = accounting.Setting(request.Symbol);
        if (setting.Isolated != isolated) state.Put(setting with { Isolated = isolated });
    }

    private decimal Reducible(SimOrderRequest request) => accounting.Reducible(request.Symbol, request.Side, request.PositionSide);

    private decimal Reducible(SimOrder order) => accounting.Reducible(order.Symbol, order.Side, order.PositionSide);

    private decimal Available(SimOrder order)
    {
        var left = Math.Min(order.Remaining, (order.FillCap ?? order.Quantity) - order.Filled);
        return order.Reduces ? Math.Min(left, Reducible(order)) : left;
    }
}
