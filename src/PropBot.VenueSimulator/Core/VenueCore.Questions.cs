namespace PropBot.VenueSimulator.Core;

/// <summary>What can be asked of a venue.</summary>
public sealed partial class VenueCore
{
    /// <summary>As they are now: steps, status and announced changes may differ from the profile's list. In the profile's order.</summary>
    public IReadOnlyList<SimInstrument> Instruments => Read(() => listing.All);

    public SimInstrument? Instrument(string symbol) => Read(() => books.GetValueOrDefault(symbol)?.Instrument);

    /// <summary>Of a client id used twice, the newest order.</summary>
    public SimOrder? FindOrder(string symbol, long? orderId, string? clientId) => Read(() => Lookup(symbol, orderId, clientId));

    public IReadOnlyList<SimOrder> OpenOrders(string? symbol = null) => Read(() => state.Open.Values.Where(o => symbol is null || o.Symbol == symbol).ToList());

    /// <summary>Every order ever accepted, oldest first.</summary>
    public IReadOnlyList<SimOrder> Orders(string? symbol = null) => Read(() => state.Orders.Values.Where(o => symbol is null || o.Symbol == symbol).ToList());

    public IReadOnlyList<SimFill> Fills(string? symbol = null, long? orderId = null) =>
        Read(() => state.Fills.Where(f => (symbol is null || f.Symbol == symbol) && (orderId is null || f.OrderId == orderId)).ToList());

    public IReadOnlyList<LedgerEntry> Entries() => Read(() => state.Entries.ToList());

    public IReadOnlyList<FundingSettlement> FundingHistory(string symbol) => Read(() => state.Settlements.Where(s => s.Symbol == symbol).ToList());

    /// <summary>Public trades, own fills included, oldest first; the last 500.</summary>
    public IReadOnlyList<SimTrade> RecentTrades(string symbol) => Read(() => trades.Recent(symbol));

    public AccountHeader Header() => Read(() => state.Account);

    /// <summary>The key of the user stream as it was last kept, valid or not.</summary>
    public SimListenKey? ListenKey => Read(() => state.Account.ListenKey);

    /// <summary>The self-trade mode of orders that name none.</summary>
    public SimSelfTrade SelfTrade => Read(() => state.Account.SelfTrade ?? Profile.SelfTrade);

    public AccountView Account() => Read(accounting.View);

    public SymbolSetting Setting(string symbol) => Read(() => accounting.Setting(symbol));

    /// <summary>Positions that are not flat; in two-sided mode a symbol may have two.</summary>
    public IReadOnlyList<PositionView> Positions() => Read(() => state.Positions.Values.Where(p => p.Quantity != 0m).Select(accounting.View).ToList());

    public PositionView Position(string symbol, SimPositionSide side = SimPositionSide.Net) => Read(() => accounting.View(state.Position(symbol, side)));

    public BookView Book(string symbol, int depth = int.MaxValue) => Read(() => books[symbol].View(depth));

    /// <summary>Everything after a sequence as one change (empty when there is none); null when it is no longer kept or a number was lost: take a new snapshot.</summary>
    public BookDiff? BookSince(string symbol, long sequence) => Read(() => books[symbol].Since(sequence));

    public MarketReference Reference(string symbol) => Read(() =>
    {
        var (mark, index, rate) = Figures(symbol);
        var clock = settlements.Clock(symbol);
        return new MarketReference(symbol, mark, index, rate, clock.NextAt, clock.Interval);
    });

    /// <summary>Highest price a buy may name, lowest a sell may name, now.</summary>
    public (decimal HighestBuy, decimal LowestSell) PriceLimits(string symbol) => Read(() => checks.Limits(symbol));

    private SimOrder? Lookup(string symbol, long? orderId, string? clientId)
    {
        var order = orderId is { } id ? state.Orders.GetValueOrDefault(id) : clientId is null ? null : state.ByClientId(clientId);
        return order?.Symbol == symbol ? order : null;
    }
}
