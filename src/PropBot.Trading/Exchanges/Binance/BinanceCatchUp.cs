using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>After each (re)connect: orders, fills, funding, positions and balances by REST, told in this order (P16).</summary>
internal sealed class BinanceCatchUp(
    BinanceOptions options, BinanceOrderReads orders, BinanceOrderMemory memory, BinanceHistory history, BinanceAccount account, PairUniverse universe, BinanceTold told,
    BinanceVenueTime time)
{
    /// <exception cref="InvalidOperationException">Something could not be read: the catch-up is incomplete and the stream must not count as up.</exception>
    /// <returns>From when fills were read.</returns>
    public async Task<DateTimeOffset> Run(CancellationToken stop)
    {
        var startedAt = time.Corrected;
        var since = told.AliveAt is { } alive ? alive - options.CatchUpOverlap : startedAt - options.FirstCatchUp;
        var open = Got(await orders.Resting(stop));
        foreach (var order in open) told.Order(order, fromStream: false);
        await Fills(since, stop);
        await Ended(open, stop);
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

    /// <summary>Orders told as resting that the venue no longer lists ended while nobody listened: each is asked after, its fills are told already.</summary>
    private async Task Ended(IReadOnlyList<OrderUpdate> open, CancellationToken stop)
    {
        var listed = open.Select(order => order.VenueOrderId).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in memory.Resting().Where(order => !listed.Contains(order.VenueOrderId)))
        {
            switch (await orders.Read(gone.Symbol, gone.VenueOrderId, stop))
            {
                case OrderAnswer.Found found:
                    told.Order(found.Order, fromStream: false);
                    break;
                case OrderAnswer.Unreadable unreadable:
                    throw new InvalidOperationException($"catch-up: {unreadable.Clue}");
            }
        }
    }

    private static T Got<T>(VenueAnswer<T> answer) => answer switch
    {
        VenueAnswer<T>.Got got => got.Value,
        VenueAnswer<T>.Unreadable unreadable => throw new InvalidOperationException($"catch-up: {unreadable.Clue}"),
        _ => throw new InvalidOperationException("an answer is either got or unreadable"),
    };
}
