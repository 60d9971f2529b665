using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>How much of others' liquidity stands before each resting order at its price, and in which order our own came. What stands before only shrinks: when
/// the level does, those ahead are the ones that left. Not kept over a restart; who comes back stands behind what is there then.</summary>
internal sealed class QueuePlaces
{
    private readonly Dictionary<long, (decimal Ahead, long Turn)> places = [];
    private long turns;

    public decimal Ahead(long orderId) => places.GetValueOrDefault(orderId).Ahead;

    public long Turn(long orderId) => places.GetValueOrDefault(orderId).Turn;

    /// <summary>To the end of the queue at its price.</summary>
    public void Join(SimOrder order, VenueBook book) => places[order.Id] = (Standing(order, book), ++turns);

    public void Follow(IEnumerable<SimOrder> open, VenueBook book)
    {
        foreach (var order in open)
        {
            if (!places.TryGetValue(order.Id, out var place)) Join(order, book);
            else places[order.Id] = place with { Ahead = Math.Min(place.Ahead, Standing(order, book)) };
        }
    }

    public void Leave(long orderId) => places.Remove(orderId);

    private static decimal Standing(SimOrder order, VenueBook book) =>
        (order.Side == SimSide.Buy ? book.Bids : book.Asks).FirstOrDefault(l => l.Price == order.Price).Quantity;
}
