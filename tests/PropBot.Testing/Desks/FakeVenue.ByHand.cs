using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Desks;

/// <summary>What happens at the venue without any order of the desk: trades and transfers by hand, switches that fire, streams that fall silent.</summary>
public sealed partial class FakeVenue
{
    private readonly List<WalletTransfer> transfers = [];
    private readonly Dictionary<string, OrderUpdate> strangers = new(StringComparer.Ordinal);

    /// <summary>A trade nobody told us of: somebody else's, or one of our order <paramref name="orderId"/> whose message was lost.</summary>
    public Fill TradeUntold(string symbol, Side side, decimal quantity, decimal price, string orderId = "")
    {
        var fill = new Fill(
            venue, symbol, $"{++trades}", orderId, orders.TryGetValue(orderId, out var known) ? known.VenueOrderId : $"hand{trades}", side, new Quantity(quantity), new Price(price),
            Money.OfUsdt(quantity * price * TakerFee), false, null, clock.GetUtcNow());
        if (orderId.Length == 0) strangers[fill.VenueOrderId] = Stranger(fill);
        fills.Add(fill);
        Wallet -= (side.Sign() * price * quantity) + fill.Fee.Amount;
        Positions[symbol] = Positions.GetValueOrDefault(symbol) + side.Sign() * quantity;
        return fill;
    }

    /// <summary>The venue closes part of a position itself, and nobody is told: only who asks for its trades, and then for the order, hears of it.</summary>
    /// <param name="cause"><see cref="EndReasons.Liquidation"/> or <see cref="EndReasons.Adl"/>.</param>
    public Fill TakeOverUntold(string symbol, decimal quantity, decimal price, string cause)
    {
        var side = Positions[symbol] > 0m ? Side.Sell : Side.Buy;
        var fill = TradeUntold(symbol, side, quantity, price);
        strangers[fill.VenueOrderId] = Stranger(fill, cause);
        return fill;
    }

    /// <summary>Questions by the venue's own order number are not answered.</summary>
    public bool TellsNoStrangers { get; set; }

    public Task<OrderAnswer> ReadOrder(Instrument instrument, string venueOrderId, CancellationToken stop)
    {
        if (Dark || TellsNoStrangers) return Task.FromResult<OrderAnswer>(new OrderAnswer.Unreadable("dark"));
        var known = strangers.GetValueOrDefault(venueOrderId) ?? orders.Values.FirstOrDefault(order => order.VenueOrderId == venueOrderId);
        return Task.FromResult<OrderAnswer>(known is null ? new OrderAnswer.NotFound() : new OrderAnswer.Found(known));
    }

    /// <summary>A deposit or, negative, a withdrawal.</summary>
    /// <param name="told">The venue lists it among its transfers.</param>
    public void Transfer(decimal usdt, bool told = false)
    {
        Wallet += usdt;
        if (told) transfers.Add(new WalletTransfer(venue, $"t{transfers.Count + 1}", Money.OfUsdt(usdt), clock.GetUtcNow()));
    }

    public Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop) =>
        Answer<IReadOnlyList<WalletTransfer>>(() => [.. transfers.Where(t => t.At >= since)]);

    /// <summary>Whatever rests here ends now, unfilled.</summary>
    public void EndAll()
    {
        foreach (var live in orders.Values.Where(o => o.Status == VenueOrderStatus.Live).ToList())
        {
            orders[live.Id] = live with { Status = VenueOrderStatus.Ended };
            ear?.OnOrder(orders[live.Id]);
        }
    }

    /// <summary>What the venue's switch does when it fires: the order ends with that reason.</summary>
    public void FireDeadMan(string orderId)
    {
        orders[orderId] = orders[orderId] with { Status = VenueOrderStatus.Ended, EndReason = EndReasons.DeadMan };
        ear?.OnOrder(orders[orderId]);
    }

    /// <summary>Market data goes on; orders and fills are no longer told.</summary>
    public void OrdersUnheard() => ear?.OnLink(new LinkChange(venue, LinkKind.Private, LinkEvent.Down, "cut", clock.GetUtcNow()));

    private OrderUpdate Stranger(Fill fill, string cause = "") => new(
        venue, fill.Symbol, "", fill.VenueOrderId, fill.Side, fill.Quantity, null, false, VenueOrderStatus.Filled, fill.Quantity, fill.Price, cause, fill.At);
}
