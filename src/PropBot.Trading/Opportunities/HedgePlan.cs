using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Opportunities;

/// <summary>What is to be opened, frozen at the moment it was allowed (R23–R25).</summary>
/// <param name="BuyPlanned">Volume-weighted price of the quantity on the buy venue.</param>
/// <param name="BuyWorst">Price of the last level that takes.</param>
/// <param name="FirstLeg">The venue with less to take near the best.</param>
/// <param name="FirstCap">Limit of the first leg: the worst price that still nets the minimum, rounded inwards.</param>
/// <param name="Mid">Mean of both venues' mids.</param>
public sealed record HedgePlan(
    int Pair, string Symbol, Venue Buy, Venue Sell, Quantity Quantity, Price BuyPlanned, Price SellPlanned, Price BuyWorst, Price SellWorst,
    Venue FirstLeg, Price FirstCap, EdgeParts Parts, decimal Mid)
{
    public Side FirstSide => FirstLeg == Buy ? Side.Buy : Side.Sell;

    public Venue SecondLeg => FirstLeg.Other();

    public Price Planned(Venue venue) => venue == Buy ? BuyPlanned : SellPlanned;
}

/// <summary>What both venues ask of an order in a pair, as last read.</summary>
public sealed record PairTerms(Instrument Binance, Instrument Okx, FeeRates BinanceFees, FeeRates OkxFees)
{
    public Instrument Instrument(Venue venue) => venue == Venue.Binance ? Binance : Okx;

    public FeeRates Fees(Venue venue) => venue == Venue.Binance ? BinanceFees : OkxFees;

    public bool BothTrading => Binance.Status == InstrumentStatus.Trading && Okx.Status == InstrumentStatus.Trading;
}

/// <summary>
/// An edge as last measured, without garbage. A zero quantity means it was measured on the best prices only, which bounds it from above.
/// The entry is worked out when asked for: most readings are never looked at.
/// </summary>
public readonly record struct EdgeReading(Quantity Quantity, Price BuyAverage, Price SellAverage, decimal Mid, EdgeInputs Inputs)
{
    public Bps Entry => Mid == 0m ? Bps.Zero : Edge.Entry(BuyAverage, SellAverage, Mid);

    public Bps Close => Inputs.Close;

    public Bps Fees => Inputs.Fees;

    public Bps Drift => Inputs.Drift;

    public Bps Funding => Inputs.Funding;

    public Bps Net => Entry - Inputs.Costs;

    /// <summary>False while nothing could be measured (a refusal before prices were looked at).</summary>
    public bool IsMeasured => Mid > 0m;

    public EdgeParts ToParts() => new(Entry, Close, Fees, Drift, Funding);
}
