using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Hedging;

/// <summary>The other maker of stamps: orders that can only reduce, allowed in every state (R4, R18, P5).</summary>
public static class ReducingPath
{
    /// <summary>
    /// What of a quantity one order may carry: whole lots, at most what the venue takes at once (a venue may lower that below what is
    /// already open). No minimum: the venue alone says what is too small to close (P5).
    /// </summary>
    public static Quantity Piece(Instrument instrument, Quantity wanted) =>
        (instrument.MaxQuantity.IsZero ? wanted : Quantity.Min(wanted, instrument.MaxQuantity)).FloorTo(instrument.Lot);

    internal static ApprovedOrder Stamp(Order order) => ApprovedOrder.ToReduce(order);
}
