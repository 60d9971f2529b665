using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Engine;

/// <summary>What stands against an order before it reaches the book.</summary>
internal sealed class OrderChecks(VenueProfile profile, VenueState state, Accounting accounting, FaultBoard faults, Func<string, decimal> markOf)
{
    /// <summary>Highest price a buy may name, lowest a sell may name, now.</summary>
    public (decimal HighestBuy, decimal LowestSell) Limits(string symbol)
    {
        var (mark, band) = (markOf(symbol), faults.PriceBand(symbol) ?? profile.PriceBand);
        return (mark * (1m + band), mark * (1m - band));
    }

    public bool OutsideBand(string symbol, SimSide side, decimal price)
    {
        var (highest, lowest) = Limits(symbol);
        return side == SimSide.Buy ? price > highest : price < lowest;
    }

    /// <summary>The price as the book and the limits make it: matched (null when that level is empty), clamped to the limit on the tick.</summary>
    public decimal? Price(VenueBook book, SimSide side, decimal? asked, SimPriceMatch match, bool clamp)
    {
        var price = match == SimPriceMatch.None ? asked : Matched(book, side, match);
        if (!clamp || price is not { } given || !OutsideBand(book.Instrument.Symbol, side, given)) return price;
        var (highest, lowest) = Limits(book.Instrument.Symbol);
        var tick = book.Instrument.Tick;
        return side == SimSide.Buy ? Math.Floor(highest / tick) * tick : Math.Ceiling(lowest / tick) * tick;
    }

    public SimRefusal? Objection(SimOrderRequest request, VenueBook book)
    {
        var open = state.Open.Values;
        if (Closed(book.Instrument.Status, request.TimeInForce == SimTimeInForce.PostOnly, request.ReduceOnly) is { } closed) return closed;
        if (state.Account.HedgeMode == (request.PositionSide == SimPositionSide.Net)) return SimRefusal.WrongPositionSide;
        if (request.ClientId.Length > 0 && open.Any(o => o.ClientId == request.ClientId)) return SimRefusal.DuplicateClientId;
        if (open.Count(o => o.Symbol == request.Symbol) >= profile.MaxOpenOrdersPerSymbol) return SimRefusal.TooManyOpenOrders;
        if (request.PriceMatch != SimPriceMatch.None && request.Price is null) return SimRefusal.NoLiquidity;
        if (request.Price is { } price && OutsideBand(request.Symbol, request.Side, price)) return SimRefusal.PriceOutOfBand;
        return Reduces(request) ? NothingToReduce(request) : Unaffordable(request, book);
    }

    /// <summary>The same for an order that rests and is to be another.</summary>
    public SimRefusal? Objection(SimOrder changed, SimOrder before, VenueBook book)
    {
        if (Closed(book.Instrument.Status, changed.TimeInForce == SimTimeInForce.PostOnly, changed.Reduces) is { } closed) return closed;
        if (changed.Amends > profile.MaxAmends) return SimRefusal.TooManyAmends;
        return changed.Price is { } price && price != before.Price && OutsideBand(changed.Symbol, changed.Side, price) ? SimRefusal.PriceOutOfBand : null;
    }

    public bool Affords(SimOrder changed, SimOrder before) =>
        accounting.MarginOf(changed) - accounting.MarginOf(before) is var more && (more <= 0m || more <= accounting.View().Available);

    public static bool Reduces(SimOrderRequest request) =>
        request.ReduceOnly || (request.PositionSide, request.Side) is (SimPositionSide.Long, SimSide.Sell) or (SimPositionSide.Short, SimSide.Buy);

    private static SimRefusal? Closed(SimInstrumentStatus status, bool postOnly, bool reduces) => status switch
    {
        SimInstrumentStatus.Trading => null,
        SimInstrumentStatus.PostOnly => postOnly ? null : SimRefusal.OnlyPostOnly,
        SimInstrumentStatus.ReduceOnly => reduces ? null : SimRefusal.OnlyReducing,
        _ => SimRefusal.NotTrading,
    };

    private static decimal? Matched(VenueBook book, SimSide side, SimPriceMatch match)
    {
        var opponent = match is SimPriceMatch.Opponent or SimPriceMatch.Opponent5 or SimPriceMatch.Opponent10 or SimPriceMatch.Opponent20;
        var levels = opponent == (side == SimSide.Buy) ? book.Asks : book.Bids;
        var deep = match switch
        {
            SimPriceMatch.Opponent or SimPriceMatch.Queue => 1,
            SimPriceMatch.Opponent5 or SimPriceMatch.Queue5 => 5,
            SimPriceMatch.Opponent10 or SimPriceMatch.Queue10 => 10,
            _ => 20,
        };
        return levels.Count < deep ? null : levels[deep - 1].Price;
    }

    private SimRefusal? NothingToReduce(SimOrderRequest request) =>
        accounting.Reducible(request.Symbol, request.Side, request.PositionSide) == 0m ? SimRefusal.ReduceOnlyRejected : null;

    private SimRefusal? Unaffordable(SimOrderRequest request, VenueBook book)
    {
        var counter = request.Side == SimSide.Buy ? book.Asks : book.Bids;
        if (request.Price is null && counter.Count == 0) return SimRefusal.NoLiquidity;
        var needed = accounting.Needed(request.Symbol, request.Side, request.PositionSide, request.Quantity, request.Price ?? counter[0].Price);
        return needed > 0m && needed > accounting.View().Available ? SimRefusal.MarginInsufficient : null;
    }
}
