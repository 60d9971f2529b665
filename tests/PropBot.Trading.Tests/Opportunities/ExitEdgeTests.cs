using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Positions;
using PropBot.Trading.Tests.MarketData;

namespace PropBot.Trading.Tests.Opportunities;

/// <summary>R30.</summary>
public sealed class ExitEdgeTests
{
    private static LegRecord Leg(Venue venue, Side side, decimal entry, decimal fee, decimal funding = 0m, decimal exited = 0m, decimal? exit = null) => new(
        venue, side, new Quantity(1m), new Price(entry), new Quantity(exited), exit is { } e ? new Price(e) : null,
        Money.OfUsdt(fee), Money.OfUsdt(funding), new Price(entry));

    private static HedgeRecord Hedge(LegRecord bought, LegRecord sold) => new()
    {
        Id = "h1",
        Symbol = "BTCUSDT",
        State = HedgeState.Hedged,
        Simulated = false,
        OpenedAt = Feed.Start,
        Planned = new Quantity(1m),
        Long = bought,
        Short = sold,
        Edge = new EdgeParts(default, default, default, default, default),
        Leverage = 2m,
        Initiator = "auto_hedge",
        Realised = Money.OfUsdt(0m),
    };

    [Fact]
    public void closing_at_the_entry_prices_costs_all_four_fees()
    {
        var hedge = Hedge(Leg(Venue.Binance, Side.Buy, 10_000m, 5m), Leg(Venue.Okx, Side.Sell, 10_000m, 5m));
        Assert.Equal(-20m, ExitEdge.ClosePnl(hedge, new Price(10_000m), new Price(10_000m), 0.0005m, 0.0005m)!.Value.Value);
    }

    [Fact]
    public void a_basis_that_came_back_pays_less_the_fees_and_with_the_funding()
    {
        var hedge = Hedge(Leg(Venue.Binance, Side.Buy, 9_990m, 5m, funding: -2m), Leg(Venue.Okx, Side.Sell, 10_010m, 5m, funding: 6m));
        var pnl = ExitEdge.ClosePnl(hedge, new Price(10_000m), new Price(10_000m), 0.0005m, 0.0005m)!.Value;
        Assert.Equal(20m - 10m - 10m + 4m, pnl.Value); // entry notional 10,000: USDT are bps
    }

    [Fact]
    public void what_is_already_closed_counts_at_its_own_price()
    {
        var hedge = Hedge(
            Leg(Venue.Binance, Side.Buy, 10_000m, 0m, exited: 0.5m, exit: 10_040m), Leg(Venue.Okx, Side.Sell, 10_000m, 0m, exited: 0.5m, exit: 10_000m));
        Assert.Equal(0.5m * 40m - 0.5m * 20m, ExitEdge.ClosePnl(hedge, new Price(9_990m), new Price(10_010m), 0m, 0m)!.Value.Value);
    }

    [Fact]
    public void a_leg_that_never_filled_has_no_closing_value()
    {
        var empty = Leg(Venue.Okx, Side.Sell, 10_000m, 0m) with { Entered = Quantity.Zero, EntryPrice = null };
        Assert.Null(ExitEdge.ClosePnl(Hedge(Leg(Venue.Binance, Side.Buy, 10_000m, 0m), empty), new Price(1m), new Price(1m), 0m, 0m));
    }

    [Fact]
    public void the_mid_basis_moves_against_us_when_the_short_rises_over_the_long()
    {
        PairBooks before = Feed.Pair(9_999m, 10_001m, 9_999m, 10_001m), after = Feed.Pair(9_974m, 9_976m, 10_024m, 10_026m);
        var entry = ExitEdge.MidBasis(before[Venue.Binance], before[Venue.Okx])!.Value;
        var now = ExitEdge.MidBasis(after[Venue.Binance], after[Venue.Okx])!.Value;
        Assert.Equal(50m, ExitEdge.AgainstUs(entry, now).Value);
        Assert.Equal(-50m, ExitEdge.AgainstUs(entry, ExitEdge.MidBasis(after[Venue.Okx], after[Venue.Binance])!.Value).Value);
        Assert.Null(ExitEdge.MidBasis(before[Venue.Binance], new VenueBook(Venue.Okx, 0)));
    }

    [Fact]
    public void the_next_settlement_is_the_earlier_one_or_both_together()
    {
        var books = new PairBooks(0, "BTCUSDT");
        Assert.Null(ExitEdge.NextFunding(books[Venue.Binance], books[Venue.Okx]));
        books[Venue.Binance].Funding(0.0003m, Feed.Start.AddHours(4), TimeSpan.FromHours(8));
        books[Venue.Okx].Funding(0.0001m, Feed.Start.AddHours(4), TimeSpan.FromHours(8));
        Assert.Equal((new Bps(2m), Feed.Start.AddHours(4)), ExitEdge.NextFunding(books[Venue.Binance], books[Venue.Okx]));
        books[Venue.Okx].Funding(0.0001m, Feed.Start.AddHours(2), TimeSpan.FromHours(2));
        Assert.Equal((new Bps(-1m), Feed.Start.AddHours(2)), ExitEdge.NextFunding(books[Venue.Binance], books[Venue.Okx]));
    }
}
