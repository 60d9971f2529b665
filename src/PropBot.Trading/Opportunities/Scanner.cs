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
    /// <param name="terms">Null while instruments or fees are not known.</param>
    /// <param name="drift">Expected slippage of four fills (<see cref="DriftEstimate"/>).</param>
    /// <param name="notional">Target size in USDT.</param>
    /// <param name="plan">Not null exactly when the answer is <see cref="EdgeRefusal.None"/>.</param>
    /// <param name="inFull">Measure at the real quantity even when the best prices already refuse: for people's eyes.</param>
    public EdgeRefusal Evaluate(
        PairBooks books, PairTerms? terms, BasisHistory history, Bps drift, TimeSpan expectedHold, Venue buy, decimal notional,
        Bps minSpread, DateTimeOffset now, out EdgeReading reading, out HedgePlan? plan, bool inFull = false)
    {
        plan = null;
        VenueBook bought = books[buy], sold = books[buy.Other()];
        var refusal = Inputs(bought, sold, terms, history, drift, expectedHold, now, out var inputs);
        if (refusal != EdgeRefusal.None || !books.TryMid(out var mid))
        {
            reading = default;
            return refusal == EdgeRefusal.None ? EdgeRefusal.BookStale : refusal;
        }

        reading = new EdgeReading(Quantity.Zero, bought.Ask, sold.Bid, mid, inputs);
        var needed = mid * ((inputs.Costs.Value + minSpread.Value) * 0.0001m);
        if (sold.Bid.Value - bought.Ask.Value < needed && !inFull) return EdgeRefusal.BelowMinimum;

        refusal = Measure(bought, sold, terms!, notional, ref reading, out var buyWorst, out var sellWorst);
        if (refusal != EdgeRefusal.None) return refusal;
        if (reading.SellAverage.Value - reading.BuyAverage.Value < needed) return EdgeRefusal.BelowMinimum;
        plan = Plan(books, terms!, buy, in reading, buyWorst, sellWorst, minSpread);
        return EdgeRefusal.None;
    }

    private EdgeRefusal Inputs(
        VenueBook bought, VenueBook sold, PairTerms? terms, BasisHistory history, Bps drift, TimeSpan expectedHold, DateTimeOffset now,
        out EdgeInputs inputs)
    {
        inputs = default;
        if (bought.IsCrossed || sold.IsCrossed) return EdgeRefusal.CrossedOwnBook;
        if (!bought.IsFresh(now, market.MaxQuoteAge) || !sold.IsFresh(now, market.MaxQuoteAge)) return EdgeRefusal.BookStale;
        if (terms is null) return EdgeRefusal.FeesUnknown;
        if (!terms.BothTrading) return EdgeRefusal.VenueClosed;
        if (history.Close(bought.Venue, options.ClosePrior) is not { } close) return EdgeRefusal.NoHistory;
        if (Edge.Funding(bought, sold, now, expectedHold) is not { } funding) return EdgeRefusal.FundingUnknown;
        inputs = new EdgeInputs(close, terms.Fees(bought.Venue).Taker, terms.Fees(sold.Venue).Taker, drift, funding);
        return EdgeRefusal.None;
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
        var cap = buyFirst
            ? Caps.FirstBuy(reading.SellAverage, reading.Mid, costs, minSpread, terms.Instrument(buy).Tick)
            : Caps.FirstSell(reading.BuyAverage, reading.Mid, costs, minSpread, terms.Instrument(sell).Tick);
        return new HedgePlan(
            books.Pair, books.Symbol, buy, sell, reading.Quantity, reading.BuyAverage, reading.SellAverage, buyWorst, sellWorst,
            buyFirst ? buy : sell, cap, reading.ToParts(), reading.Mid);
    }

    /// <summary>What can be taken within MAX_SLIPPAGE_BPS of the planned price: the smaller of the two is the thinner book.</summary>
    private Quantity Near(VenueBook book, Side side, Price planned) =>
        book.DepthWithin(side, new Price(planned.Value * (1m + side.Sign() * options.MaxSlippage.Fraction)));
}
