using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>After each (re)connect: open orders, fills, funding, positions and balances by REST, told in this order (P16).</summary>
internal sealed class BinanceCatchUp(
    BinanceOptions options, BinanceOrders orders, BinanceHistory history, BinanceAccount account, PairUniverse universe, BinanceTold told, BinanceVenueTime time)
{
    /// <exception cref="InvalidOperationException">Something could not be read: the catch-up is incomplete and the stream must not count as up.</exception>
    /// <returns>From when fills were read.</returns>
    public async Task<DateTimeOffset> Run(CancellationToken stop)
    {
        var startedAt = time.Corrected;
        var since = told.AliveAt is { } alive ? alive - options.CatchUpOverlap : startedAt - options.FirstCatchUp;
        foreach (var order in Got(await orders.Open(stop))) told.Order(order);
        await Fills(since, stop);
        foreach (var payment in Got(await history.Funding(since, stop))) told.Funding(payment);
        var state = Got(await account.Read(stop));
        foreach (var position in state.Positions) told.Position(position, fromStream: false);
        foreach (var balance in state.Balances) told.Balance(balance);
        told.Alive(startedAt);
        return since;
    }

    /// <exception cref="InvalidOperationException">They could not be read.</exception>
    public async Task Fills(DateTimeOffset since, CancellationToken stop)
    {
        foreach (var symbol in universe.Symbols)
        {
            foreach (var fill in Got(await history.Fills(symbol, since, stop))) told.Fill(fill);
        }
    }

    private static T Got<T>(VenueAnswer<T> answer) => answer switch
    {
        VenueAnswer<T>.Got got => got.Value,
        VenueAnswer<T>.Unreadable unreadable => throw new InvalidOperationException($"catch-up: {unreadable.Clue}"),
        _ => throw new InvalidOperationException("an answer is either got or unreadable"),
    };
}
