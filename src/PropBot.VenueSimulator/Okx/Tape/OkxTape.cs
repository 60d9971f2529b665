using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Tape;

/// <summary>Which price a candle is of.</summary>
public enum OkxPriceKind
{
    Last,
    Mark,
    Index,
}

/// <summary>What happened at this venue lately: the last trade and candles of each contract.</summary>
public sealed class OkxTape(VenueCore venue)
{
    private readonly Dictionary<(string Symbol, OkxPriceKind Kind), OkxBars> bars = [];
    private readonly Dictionary<string, SimTrade> lastTrades = new(StringComparer.Ordinal);

    /// <summary>Takes the present prices of a contract into its candles.</summary>
    public void Observe(OkxContract contract)
    {
        var now = venue.Now;
        var reference = venue.Reference(contract.Symbol);
        Bars(contract.Symbol, OkxPriceKind.Mark).Add(now, reference.Mark);
        Bars(contract.Symbol, OkxPriceKind.Index).Add(now, reference.Index);
        var last = Bars(contract.Symbol, OkxPriceKind.Last);
        last.Add(now, last.Newest?.Close ?? reference.Mark);
    }

    public void Add(SimTrade trade)
    {
        lastTrades[trade.Symbol] = trade;
        Bars(trade.Symbol, OkxPriceKind.Last).Add(trade.Time, trade.Price, trade.Quantity);
    }

    /// <summary>Oldest first, the last 500.</summary>
    public IReadOnlyList<SimTrade> Trades(string symbol) => venue.RecentTrades(symbol);

    public SimTrade? LastTrade(string symbol) => lastTrades.GetValueOrDefault(symbol);

    /// <summary>A fill of the account as everybody sees it: the side is the taker's.</summary>
    public static SimTrade PublicOf(SimFill fill) =>
        new(fill.Symbol, fill.TradeId, fill.Price, fill.Quantity, (fill.Side == SimSide.Buy) == fill.Maker ? SimSide.Sell : SimSide.Buy, fill.Time);

    public OkxBars Bars(string symbol, OkxPriceKind kind)
    {
        if (!bars.TryGetValue((symbol, kind), out var found)) bars[(symbol, kind)] = found = new OkxBars();
        return found;
    }
}
