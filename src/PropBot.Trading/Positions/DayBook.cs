using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>Realised on one UTC day on one venue, in USDT; fees as a cost, positive.</summary>
/// <param name="Price">What prices brought: <see cref="Basis"/>, slippage and legging together.</param>
/// <param name="Slippage">Paid against what the book offered when the order left; a loss is negative.</param>
/// <param name="Legging">The price's move between the decision and the order; a loss is negative.</param>
public sealed record DayPnl(DateOnly Day, Venue Venue, bool Simulated, Money Price, Money Slippage, Money Legging, Money Fees, Money Funding)
{
    public Money Basis => Price - Slippage - Legging;
    public Money Net => Price - Fees + Funding;
}

/// <summary>Fills, fees and funding booked on the day they happened; a closing fill realises against the average entry of its leg, and with it what the entry had slipped. Pure.</summary>
public static class DayBook
{
    /// <summary>Sorted by day, venue, book. The days of a flat hedge add up to its realised PnL and to its attribution exactly.</summary>
    public static ImmutableArray<DayPnl> Of(IEnumerable<HedgeFills> hedges)
    {
        var days = new SortedDictionary<(DateOnly Day, Venue Venue, bool Simulated), Sums>();
        foreach (var book in hedges)
        {
            foreach (var leg in book.Fills.GroupBy(fill => fill.Venue)) Walk(days, book.Hedge.Simulated, leg);
            foreach (var funding in book.Funding) Add(days, funding.At, funding.Venue, book.Hedge.Simulated, default, 0m, funding.Amount.Amount);
        }

        return [.. days.Select(day => Row(day.Key, day.Value))];
    }

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static DayPnl Row((DateOnly Day, Venue Venue, bool Simulated) key, Sums sums) => new(
        key.Day, key.Venue, key.Simulated, Money.OfUsdt(sums.Moved.Price), Money.OfUsdt(sums.Moved.Slippage), Money.OfUsdt(sums.Moved.Legging), Money.OfUsdt(sums.Fees), Money.OfUsdt(sums.Funding));

    private static void Walk(SortedDictionary<(DateOnly, Venue, bool), Sums> days, bool simulated, IEnumerable<LegFill> fills)
    {
        var open = 0m;
        var held = default(Moved);
        foreach (var fill in fills.OrderBy(fill => fill.At).ThenBy(fill => fill.IsExit))
        {
            var (quantity, own) = (fill.Quantity.Value, Of(fill));
            var result = default(Moved);
            if (!fill.IsExit) (open, held) = (open + quantity, held + own);
            else
            {
                // The last exit takes what is left, and twelve digits leave the sums room: no rounding stays behind.
                var share = quantity >= open || open == 0m ? held : held.Share(quantity, open);
                result = own + share;
                (open, held) = (open - quantity, held - share);
            }

            Add(days, fill.At, fill.Venue, simulated, result, fill.Fee.Amount, 0m);
        }
    }

    // Money in is positive: what an entry paid and an exit got are of one sign rule, so that both simply add up.
    private static Moved Of(LegFill fill)
    {
        var weight = -fill.Sign * fill.Quantity.Value;
        return new Moved(weight * fill.Price.Value, weight * (fill.Price.Value - fill.Arrival.Value), weight * (fill.Arrival.Value - fill.Planned.Value));
    }

    private static void Add(SortedDictionary<(DateOnly, Venue, bool), Sums> days, DateTimeOffset at, Venue venue, bool simulated, Moved moved, decimal fees, decimal funding)
    {
        var key = (DayOf(at), venue, simulated);
        days.TryGetValue(key, out var sums);
        days[key] = new Sums(sums.Moved + moved, sums.Fees + fees, sums.Funding + funding);
    }

    private readonly record struct Sums(Moved Moved, decimal Fees, decimal Funding);

    private readonly record struct Moved(decimal Price, decimal Slippage, decimal Legging)
    {
        public static Moved operator +(Moved left, Moved right) => new(left.Price + right.Price, left.Slippage + right.Slippage, left.Legging + right.Legging);

        public static Moved operator -(Moved left, Moved right) => new(left.Price - right.Price, left.Slippage - right.Slippage, left.Legging - right.Legging);

        public Moved Share(decimal quantity, decimal of) => new(Part(Price, quantity, of), Part(Slippage, quantity, of), Part(Legging, quantity, of));

        private static decimal Part(decimal value, decimal quantity, decimal of) => decimal.Round(value * quantity / of, 12);
    }
}
