using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Hedging;

/// <summary>The one order that would make a partial hedge whole.</summary>
/// <param name="Planned">What depth says it would get now.</param>
/// <param name="Worst">The limit it would carry.</param>
public sealed record CompletionPlan(Venue Venue, Side Side, Quantity Quantity, Price Planned, Price Worst);

/// <summary>Sending the missing leg of a partial hedge (R28): exactly what is missing, from the book as it is, never beyond a worst price. Pure.</summary>
public static class Completion
{
    /// <param name="book">Of the venue whose leg is behind.</param>
    /// <returns>Null: nothing that the venue would take is missing, or its book does not hold that much.</returns>
    public static CompletionPlan? Plan(in PairOfLegs legs, VenueBook book, Price tick, Bps slippage)
    {
        var (behind, missing) = (legs.Behind, legs.Excess.FloorTo(legs.Behind.Lot));
        if (missing.IsZero || missing < behind.Minimum || !book.TryFill(behind.Side, missing, out var fill)) return null;
        return new CompletionPlan(behind.Venue, behind.Side, missing, fill.Average, Caps.Second(behind.Side, fill.Average, slippage, tick));
    }

    /// <summary>The book offers something no worse than that.</summary>
    public static bool IsWithin(VenueBook book, Side side, Price worst) =>
        side == Side.Buy ? book.Ask.IsSet && book.Ask <= worst : book.Bid.IsSet && book.Bid >= worst;

    /// <summary>What became of its order; null while it is not settled.</summary>
    public static string? Outcome(Order order)
    {
        if (!order.IsSettled) return null;
        if (order.Filled >= order.Quantity) return WishOutcomes.Complete;
        if (!order.Filled.IsZero) return WishOutcomes.Residual;
        return order.State switch
        {
            OrderState.Voided => WishOutcomes.StateChanged,
            OrderState.Ended => WishOutcomes.PriceMoved,
            _ => WishOutcomes.Residual,
        };
    }
}
