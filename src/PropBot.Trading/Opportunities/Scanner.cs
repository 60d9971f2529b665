using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Opportunities;

/// <summary>
/// Looks at one direction of one pair and says whether its edge is allowed (R23–R25). Runs on every quote: the best prices alone
/// refuse nearly all of them, without a division and without garbage. Decides on facts only; limits and modes are the gate's.
/// </summary>
public sealed class Scanner(OpportunityOptions options, MarketDataOptions market)
{
    private EdgeScreen[] screens = [];

    /// <param name="terms">Null while instruments or fees are not known.</param>
    /// <param name="drift">Expected slippage of four fills (<see cref="DriftEstimate"/>).</param>
    /// <param name="notional">Target size in USDT.</param>
    /// <param name="reading">Not measured when the books are unusable, something is unknown, or the best prices alone refuse.</param>
    /// <param name="plan">Not null exactly when the answer is <see cref="EdgeRefusal.None"/>.</param>
    /// <param name="inFull">Measure at the real quantity even when the best prices already refuse: for people's eyes.</param>
    public EdgeRefusal Evaluate(
        PairBooks books, PairTerms? terms, BasisHistory history, Bps drift, TimeSpan expectedHold, Venue buy, decimal notional,
        Bps minSpread, DateTimeOffset now, out EdgeReading reading, out HedgePlan? plan, bool inFull = false)
    {
        plan = null;
        reading = default;
        VenueBook bought = books[buy], sold = books[buy.Other()];
        var refusal = Usable(bought, sold, terms, now);
        if (refusal != EdgeRefusal.None) return refusal;
        var question = new EdgeQuestion(bought, sold, terms!, history, drift, expectedHold, minSpread, now);
        var screen = ScreenOf(books.Pair, buy);
        if (!screen.Holds(in question))
        {
            refusal = Inputs(in question, out var inputs);
            if (refusal != EdgeRefusal.None) return refusal;
            screen.Remember(in question, in inputs);
        }

        if (!inFull && screen.Refuses(bought, sold)) return EdgeRefusal.BelowMinimum;
        if (!books.TryMid(out var mid)) return EdgeRefusal.BookStale;
        reading = new EdgeReading(Quantity.Zero, bought.Ask, sold.Bid, mid, screen.Inputs);
        refusal = Measure(bought, sold, terms!, notional, ref reading, out var buyWorst, out var sellWorst);
        if (refusal != EdgeRefusal.None) return refusal;
        var needed = mid * (screen.Inputs.Costs + minSpread).Fraction;
        if (reading.SellAverage.Value - reading.BuyAverage.Value < needed) return EdgeRefusal.BelowMinimum;
        plan = Plan(books, terms!, buy, in reading, buyWorst, sellWorst, minSpread);
        return EdgeRefusal.None;
    }

    private EdgeRefusal Usable(VenueBook bought, VenueBook sold, PairTerms? terms, DateTimeOffset now)
    {
        if (bought.IsCrossed || sold.IsCrossed) return EdgeRefusal.CrossedOwnBook;
        if (!bought.IsFresh(now, market.MaxQuoteAge) || !sold.IsFresh(now, market.MaxQuoteAge)) return EdgeRefusal.BookStale;
        if (terms is null) return EdgeRefusal.FeesUnknown;
        return terms.BothTrading ? EdgeRefusal.None : EdgeRefusal.VenueClosed;
    }

    private EdgeRefusal Inputs(in EdgeQuestion q, out EdgeInputs inputs)
    {
        inputs = default;
        if (q.History.Close(q.Bought.Venue, options.ClosePrior) is not { } close) return EdgeRefusal.NoHistory;
        if (Edge.Funding(q.Bought, q.Sold, q.Now, q.Hold) is not { } funding) return EdgeRefusal.FundingUnknown;
        inputs = new EdgeInputs(close, q.Terms.Fees(q.Bought.Venue).Taker, q.Terms.Fees(q.Sold.Venue).Taker, q.Drift, funding);
        return EdgeRefusal.None;
    }

    private EdgeScreen ScreenOf(int pair, Venue buy)
    {
        var index = pair * Venues.Count + (int)buy;
        if (index >= screens.Length)
        {
            var known = screens.Length;
            Array.Resize(ref screens, index + Venues.Count);
            for (var i = known; i < screens.Length; i++) screens[i] = new EdgeScreen();
        }

        return screens[index];
    }

    private static EdgeRefusal Measure(
        VenueBook bought, VenueBook sold, PairTerms terms, decimal notional, ref EdgeReading reading, out Price buyWorst, out Price sellWorst)
    {
        buyWorst = sellWorst = default;

        // The dearer price sizes both legs, so that neither leg's notional exceeds what was asked for.
        var price = Math.Max(reading.BuyAverage.Value, reading.SellAverage.Value);
        var quantity = Sizing.For(notional, price, terms.Binance, terms.Okx);
        if (quantity.IsZero) return EdgeRefusal.TooSmall;
        if (!bought.TryFill(Side.Buy, quantity, out var buyFill) || !sold.TryFill(Side.Sell, quantity, out var sellFill)) return EdgeRefusal.DepthTooThin;
        reading = reading with { Quantity = quantity, BuyAverage = buyFill.Average, SellAverage = sellFill.Average };
        (buyWorst, sellWorst) = (buyFill.Worst, sellFill.Worst);
        return EdgeRefusal.None;
    }

    private HedgePlan Plan(PairBooks books, PairTerms terms, Venue buy, in EdgeReading reading, Price buyWorst, Price sellWorst, Bps minSpread)
    {
        var sell = buy.Other();
        var buyFirst = Near(books[buy], Side.Buy, reading.BuyAverage) <= Near(books[sell], Side.Sell, reading.SellAverage);
        var costs = reading.Inputs.Costs;
        var tick = terms.Instrument(buyFirst ? buy : sell).Tick;
        var cap = buyFirst
            ? Caps.FirstBuy(reading.SellAverage, reading.Mid, costs, minSpread, tick)
            : Caps.FirstSell(reading.BuyAverage, reading.Mid, costs, minSpread, tick);

        // A person's open may ask for no minimum at all, and then the edge bounds nothing: the slippage does.
        if (minSpread < Bps.Zero) cap = Tighter(cap, buyFirst ? Side.Buy : Side.Sell, buyFirst ? buyWorst : sellWorst, tick);
        return new HedgePlan(
            books.Pair, books.Symbol, buy, sell, reading.Quantity, reading.BuyAverage, reading.SellAverage, buyWorst, sellWorst,
            buyFirst ? buy : sell, cap, reading.ToParts(), reading.Mid);
    }

    private Price Tighter(Price cap, Side side, Price worst, Price tick)
    {
        var bound = Caps.Second(side, worst, options.MaxSlippage, tick);
        return cap < bound == (side == Side.Buy) ? cap : bound;
    }

    /// <summary>What can be taken within MAX_SLIPPAGE_BPS of the planned price: the smaller of the two is the thinner book.</summary>
    private Quantity Near(VenueBook book, Side side, Price planned) =>
        book.DepthWithin(side, new Price(planned.Value * (1m + side.Sign() * options.MaxSlippage.Fraction)));
}
