using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.MarketData;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk.Flows;

/// <summary>What an IOC order would have got from the book now: the last step of a simulated hedge (R6). Everything before it is the real path.</summary>
internal static class SimulatedVenue
{
    public static void Fill(Order order, VenueBook book, decimal takerFee, DateTimeOffset now, Action<Fill> tell)
    {
        var within = Quantity.Min(order.Quantity, book.DepthWithin(order.Side, order.Limit)).FloorTo(order.Instrument.Lot);
        if (within.IsZero || !book.TryFill(order.Side, within, out var got)) return;
        var fee = Money.OfUsdt(got.Average.Value * within.Value * takerFee);
        tell(new Fill(order.Venue, order.Instrument.Symbol, $"{order.Id}s", order.Id.Value, "", order.Side, within, got.Average, fee, false, null, now));
    }
}
