using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>Realised on one UTC day on one venue, in USDT; fees as a cost, positive.</summary>
public sealed record DayPnl(DateOnly Day, Venue Venue, bool Simulated, Money Price, Money Fees, Money Funding)
{
    public Money Net => Price - Fees + Funding;
}

/// <summary>Fills, fees and funding booked on the day they happened; a closing fill realises against the average entry of its leg. Pure.</summary>
public static class DayBook
{
    /// <summary>Sorted by day, venue, book. The days of a flat hedge add up to its realised PnL exactly.</summary>
    public static ImmutableArray<DayPnl> Of(IEnumerable<HedgeFills> hedges)
    {
        var days = new SortedDictionary<(DateOnly Day, Venue Venue, bool Simulated), (decimal Price, decimal Fees, decimal Funding)>();
        foreach (var book in hedges)
        {
            foreach (var leg in book.Fills.GroupBy(fill => fill.Venue)) Walk(days, book.Hedge.Simulated, leg);
            foreach (var funding in book.Funding) Add(days, funding.At, funding.Venue, book.Hedge.Simulated, 0m, 0m, funding.Amount.Amount);
        }

        return [.. days.Select(day => new DayPnl(
            day.Key.Day, day.Key.Venue, day.Key.Simulated, Money.OfUsdt(day.Value.Price), Money.OfUsdt(day.Value.Fees), Money.OfUsdt(day.Value.Funding)))];
    }

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static void Walk(SortedDictionary<(DateOnly, Venue, bool), (decimal, decimal, decimal)> days, bool simulated, IEnumerable<LegFill> fills)
    {
        decimal open = 0m, cost = 0m;
        foreach (var fill in fills.OrderBy(fill => fill.At).ThenBy(fill => fill.IsExit))
        {
            var (quantity, value) = (fill.Quantity.Value, fill.Quantity.Value * fill.Price.Value);
            var result = 0m;
            if (!fill.IsExit) (open, cost) = (open + quantity, cost + value);
            else
            {
                // The last exit takes what is left, and twelve digits leave the sums room: no rounding stays behind.
                var share = quantity >= open || open == 0m ? cost : decimal.Round(cost * quantity / open, 12);
                result = fill.LegSide.Sign() * (value - share);
                (open, cost) = (open - quantity, cost - share);
            }

            Add(days, fill.At, fill.Venue, simulated, result, fill.Fee.Amount, 0m);
        }
    }

    private static void Add(
        SortedDictionary<(DateOnly, Venue, bool), (decimal Price, decimal Fees, decimal Funding)> days, DateTimeOffset at, Venue venue, bool simulated, decimal price,
        decimal fees, decimal funding)
    {
        var key = (DayOf(at), venue, simulated);
        days.TryGetValue(key, out var sum);
        days[key] = (sum.Price + price, sum.Fees + fees, sum.Funding + funding);
    }
}
