using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Hedging;

/// <summary>How far from the book the next closing price may reach, learnt from what became of the earlier ones (R18). Pure.</summary>
public static class ClosingReach
{
    public const int MostSteps = 10;

    /// <summary>What a book says a closing would get: depth, else the best price, else the mark; null when it knows nothing.</summary>
    public static Price? Planned(VenueBook book, Side side, Quantity quantity)
    {
        if (book.TryFill(side, quantity, out var fill)) return fill.Average;
        var top = side == Side.Buy ? book.Ask : book.Bid;
        return top.IsSet ? top : book.Mark;
    }

    /// <summary>
    /// Steps of doubling: one more for each reduction that reached the market, half as many after one beyond the venue's price band, which
    /// would be refused for ever. A refusal for another reason (order rate, overload) says nothing about the price.
    /// </summary>
    public static int Steps(IReadOnlyList<Order> orders)
    {
        var steps = 0;
        foreach (var order in orders)
        {
            if (!order.ReduceOnly) continue;
            if (order.State is OrderState.Filled or OrderState.Ended) steps = Math.Min(steps + 1, MostSteps);
            else if (order.State == OrderState.Refused && order.Detail.StartsWith(nameof(RefusalKind.PriceBand), StringComparison.Ordinal)) steps /= 2;
        }

        return steps;
    }
}
