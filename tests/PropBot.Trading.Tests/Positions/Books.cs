using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Tests.Positions;

/// <summary>Hedges made from fills, so that record and fills cannot disagree.</summary>
internal static class Books
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly Marks Even = Marks.None.With(Venue.Binance, "BTCUSDT", new Price(60_100m)).With(Venue.Okx, "BTCUSDT", new Price(60_110m));

    public static LegFill Fill(
        Venue venue, bool exit, decimal quantity, decimal price, decimal? planned = null, decimal? arrival = null, decimal fee = 0m, DateTimeOffset? at = null) => new(
        venue, venue == Venue.Binance ? Side.Buy : Side.Sell, exit, new Quantity(quantity), new Price(price), new Price(planned ?? price), new Price(arrival ?? planned ?? price),
        Money.OfUsdt(fee), at ?? Noon);

    /// <summary>Long on Binance, short on OKX; 0.02 BTC at 60,000 / 60,150 unless told otherwise.</summary>
    public static HedgeFills Of(params LegFill[] fills) => Of([], fills);

    public static HedgeFills Of(FundingBooked[] funding, params LegFill[] fills)
    {
        var flat = Venues.All.All(v => Quantity(fills, v, false) == Quantity(fills, v, true));
        return new HedgeFills(
            new HedgeRecord
            {
                Id = "h1",
                Symbol = "BTCUSDT",
                State = flat ? HedgeState.Closed : HedgeState.Hedged,
                Simulated = false,
                OpenedAt = Noon,
                ClosedAt = flat ? fills.Max(f => f.At) : null,
                Planned = new Quantity(0.02m),
                Long = Leg(Venue.Binance, Side.Buy, fills, funding),
                Short = Leg(Venue.Okx, Side.Sell, fills, funding),
                Edge = new EdgeParts(new Bps(24.97m), new Bps(1.5m), new Bps(19m), new Bps(2m), new Bps(1m)),
                Mid = new Price(60_075m),
                Leverage = 2m,
                Initiator = "auto_hedge",
                Realised = Money.OfUsdt(0m),
            },
            [.. fills], [.. funding]);
    }

    private static LegRecord Leg(Venue venue, Side side, LegFill[] fills, FundingBooked[] funding)
    {
        decimal entered = Quantity(fills, venue, false), exited = Quantity(fills, venue, true);
        decimal paid = Value(fills, venue, false), got = Value(fills, venue, true);
        return new LegRecord(
            venue, side, new Quantity(entered), entered == 0m ? null : new Price(paid / entered), new Quantity(exited), exited == 0m ? null : new Price(got / exited),
            Money.OfUsdt(fills.Where(f => f.Venue == venue).Sum(f => f.Fee.Amount)), Money.OfUsdt(funding.Where(f => f.Venue == venue).Sum(f => f.Amount.Amount)), new Price(60_000m))
        {
            ExactEntered = paid,
            ExactExited = got,
        };
    }

    private static decimal Quantity(LegFill[] fills, Venue venue, bool exit) => fills.Where(f => f.Venue == venue && f.IsExit == exit).Sum(f => f.Quantity.Value);

    private static decimal Value(LegFill[] fills, Venue venue, bool exit) => fills.Where(f => f.Venue == venue && f.IsExit == exit).Sum(f => f.Quantity.Value * f.Price.Value);
}
