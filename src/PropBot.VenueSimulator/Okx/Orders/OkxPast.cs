using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>A position from opening to flat, read from fills and funding. Base coin and USDT; fees positive = paid.</summary>
public sealed record OkxPast(string Symbol, SimPositionSide Side, long PositionId, bool IsLong, DateTimeOffset OpenedAt)
{
    public DateTimeOffset ClosedAt { get; private init; }
    public decimal Opened { get; private init; }
    public decimal OpenedValue { get; private init; }
    public decimal Closed { get; private init; }
    public decimal ClosedValue { get; private init; }
    public decimal Largest { get; private init; }
    public decimal Realised { get; private init; }
    public decimal Fees { get; private init; }
    public decimal Funding { get; private init; }

    /// <summary>1 closed in part, 2 closed whole, 3 liquidated, 4 liquidated in part, 5 reduced by the venue.</summary>
    public string Type { get; private init; } = "2";

    /// <summary>Positions that are over, the last closed first. The core numbers positions in the order in which they were opened.</summary>
    public static IReadOnlyList<OkxPast> Of(VenueCore venue)
    {
        var funding = venue.Entries().Where(entry => entry.Kind == SimEntryKind.Funding).ToLookup(entry => entry.Symbol);
        var held = new Dictionary<(string, SimPositionSide), (OkxPast? Open, decimal Quantity)>();
        var done = new List<OkxPast>();
        var number = 0L;
        foreach (var fill in venue.Fills())
        {
            var (open, quantity) = held.GetValueOrDefault((fill.Symbol, fill.PositionSide));
            var signed = fill.Side == SimSide.Buy ? fill.Quantity : -fill.Quantity;
            var closing = Math.Sign(quantity) == -Math.Sign(signed) ? Math.Min(Math.Abs(quantity), fill.Quantity) : 0m;
            var after = quantity + signed;
            open = (open ?? new OkxPast(fill.Symbol, fill.PositionSide, ++number, signed > 0m, fill.Time)).Shrunk(closing, fill);
            if (closing > 0m && closing == Math.Abs(quantity))
            {
                var type = fill.Origin switch { SimOrderOrigin.Liquidation => "3", SimOrderOrigin.Adl => "5", _ => "2" };
                done.Add(open with { ClosedAt = fill.Time, Type = type });
                open = after == 0m ? null : new OkxPast(fill.Symbol, fill.PositionSide, ++number, after > 0m, fill.Time);
            }

            held[(fill.Symbol, fill.PositionSide)] = (open?.Grown(fill.Quantity - closing, fill.Price, Math.Abs(after)), after);
        }

        return [.. done.Select(past => past.With(funding[past.Symbol])).OrderByDescending(past => past.ClosedAt)];
    }

    private OkxPast Shrunk(decimal closing, SimFill fill) => this with
    {
        Closed = Closed + closing,
        ClosedValue = ClosedValue + (closing * fill.Price),
        Realised = Realised + fill.Realised,
        Fees = Fees + fill.Fee,
    };

    private OkxPast Grown(decimal opening, decimal price, decimal held) =>
        this with { Opened = Opened + opening, OpenedValue = OpenedValue + (opening * price), Largest = Math.Max(Largest, held) };

    private OkxPast With(IEnumerable<LedgerEntry> funding) =>
        this with { Funding = funding.Where(entry => entry.Time >= OpenedAt && entry.Time <= ClosedAt).Sum(entry => entry.Amount) };
}
