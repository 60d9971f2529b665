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

/// <summary>A trade that anybody made here; the side is the taker's, the quantity base coin.</summary>
public sealed record OkxPublicTrade(long Id, decimal Price, decimal Quantity, bool BuyerTook, DateTimeOffset Time);

/// <summary>What happened at this venue lately: public trades and candles of each contract.</summary>
public sealed class OkxTape(VenueCore venue)
{
    private const int KeptTrades = 500;
    private readonly Dictionary<(string Symbol, OkxPriceKind Kind), OkxBars> bars = [];
    private readonly Dictionary<string, List<OkxPublicTrade>> trades = new(StringComparer.Ordinal);

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

    public void Add(string symbol, OkxPublicTrade trade)
    {
        if (!trades.TryGetValue(symbol, out var kept)) trades[symbol] = kept = [];
        kept.Add(trade);
        if (kept.Count > KeptTrades) kept.RemoveAt(0);
        Bars(symbol, OkxPriceKind.Last).Add(trade.Time, trade.Price, trade.Quantity);
    }

    /// <summary>Oldest first, the last 500.</summary>
    public IReadOnlyList<OkxPublicTrade> Trades(string symbol) => trades.TryGetValue(symbol, out var kept) ? kept : [];

    public OkxPublicTrade? LastTrade(string symbol) => trades.TryGetValue(symbol, out var kept) ? kept[^1] : null;

    public OkxBars Bars(string symbol, OkxPriceKind kind)
    {
        if (!bars.TryGetValue((symbol, kind), out var found)) bars[(symbol, kind)] = found = new OkxBars();
        return found;
    }
}
