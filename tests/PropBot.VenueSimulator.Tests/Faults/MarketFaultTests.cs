using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Tests.Core;

namespace PropBot.VenueSimulator.Tests.Faults;

/// <summary>What the board does to books, prices and instruments.</summary>
public sealed class MarketFaultTests : IDisposable
{
    private const string Symbol = "BTCUSDT";
    private readonly Bench bench = new();

    private FaultBoard Board => bench.Venue.Faults;

    private SimInstrument Instrument => bench.Venue.Instrument(Symbol)!;

    [Fact]
    public void case_46_a_gap_loses_a_change_and_its_numbers_to_everybody()
    {
        var start = bench.Venue.Book(Symbol);
        Board.Apply(new FaultRule("binance", FaultKind.BookGap) { Match = Symbol, Size = 7 });
        Move(59_990m);
        Assert.Equal(start.Sequence + 7, bench.Venue.Book(Symbol).Sequence);
        Assert.Null(bench.Venue.BookSince(Symbol, start.Sequence));
        Move(59_980m);

        var diff = Assert.IsType<VenueEvent.BookChanged>(bench.Events.Last(e => e is VenueEvent.BookChanged)).Diff;
        Assert.Equal((start.Sequence + 7, start.Sequence + 8), (diff.Previous, diff.Last));
        Assert.Null(bench.Venue.BookSince(Symbol, start.Sequence));
        Assert.NotNull(bench.Venue.BookSince(Symbol, start.Sequence + 7));
    }

    [Fact]
    public void case_48_a_reset_goes_on_from_a_small_number_that_still_names_the_one_before()
    {
        var okx = bench.World.Okx;
        var before = okx.Book(Symbol).Sequence;
        okx.Faults.Apply(new FaultRule("okx", FaultKind.BookReset) { Size = 3 });
        Move(59_990m);
        Move(59_980m);

        Assert.Equal(4, okx.Book(Symbol).Sequence);
        var merged = okx.BookSince(Symbol, before)!;
        Assert.Equal((before, 4L), (merged.Previous, merged.Last));
        Assert.Equal((3L, 4L), okx.BookSince(Symbol, 3) is { } last ? (last.Previous, last.Last) : default);
    }

    [Fact]
    public void a_cap_leaves_the_rest_of_each_order_unfilled()
    {
        Board.Apply(new FaultRule("binance", FaultKind.PartialFills) { Share = 0.3m, Count = 2 });
        var first = bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var second = bench.Buy(2m, 60_001m);
        bench.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal((0.3m, SimOrderState.Expired, SimEndReason.ImmediateRemainder), (first.Filled, first.State, first.EndReason));
        Assert.Equal((0.6m, SimOrderState.PartiallyFilled), bench.Venue.FindOrder(Symbol, second.Id, null) is { } o ? (o.Filled, o.State) : default);
        Assert.Equal(1m, bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel).Filled);
    }

    [Fact]
    public void a_hole_empties_or_thins_one_side_for_a_while()
    {
        Board.Apply(new FaultRule("binance", FaultKind.LiquidityHole) { BookSide = "ask", For = TimeSpan.FromSeconds(10) });
        Board.Apply(new FaultRule("binance", FaultKind.LiquidityHole) { BookSide = "bid", Keep = 0.25m, For = TimeSpan.FromSeconds(10) });

        Assert.Empty(bench.Venue.Book(Symbol).Asks);
        Assert.Equal(0.25m, bench.Venue.Book(Symbol).BestBid!.Value.Quantity);
        Assert.Equal(SimRefusal.NoLiquidity, Bench.No(bench.Venue.Place(new SimOrderRequest(Symbol, SimSide.Buy, SimOrderType.Market, 1m, null))));
        bench.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal((1m, 1m), (bench.Venue.Book(Symbol).BestAsk!.Value.Quantity, bench.Venue.Book(Symbol).BestBid!.Value.Quantity));
    }

    [Fact]
    public void a_price_moves_evenly_over_its_time_on_this_venue_only_and_returns_when_it_is_cleared()
    {
        var id = Board.Apply(new FaultRule("binance", FaultKind.PriceMove) { Percent = -10m, Over = TimeSpan.FromSeconds(10) });
        bench.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(57_000m, bench.Venue.Reference(Symbol).Mark);
        bench.Pass(TimeSpan.FromSeconds(50));

        Assert.Equal((54_000m, 60_000m), (bench.Venue.Reference(Symbol).Mark, bench.World.Okx.Reference(Symbol).Mark));
        var book = bench.Venue.Book(Symbol);
        Assert.True(book.BestBid!.Value.Price < 54_000m && book.BestAsk!.Value.Price > 54_000m && Instrument.OnTick(book.BestBid.Value.Price));
        Board.Clear(id);
        Assert.Equal(60_000.1m, bench.Venue.Book(Symbol).BestAsk!.Value.Price);
    }

    [Fact]
    public void the_price_limits_move()
    {
        Board.Apply(new FaultRule("binance", FaultKind.PriceLimit) { Percent = 0.1m, For = TimeSpan.FromMinutes(1) });
        Assert.Equal((60_060m, 59_940m), bench.Venue.PriceLimits(Symbol));
        Assert.Equal(SimRefusal.PriceOutOfBand, Bench.No(bench.Place(SimSide.Buy, 1m, 60_100m)));
        bench.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(63_000m, bench.Venue.PriceLimits(Symbol).HighestBuy);
    }

    [Fact]
    public void case_11_steps_change_at_once_or_announced_and_the_book_follows()
    {
        Board.Apply(new FaultRule("binance", FaultKind.TickChange) { Match = Symbol, Tick = 0.5m, Step = 0.01m });
        Assert.Equal((0.5m, 0.01m, 0.01m), (Instrument.Tick, Instrument.Step, Instrument.MinQuantity));
        Assert.Equal(60_000.5m, bench.Venue.Book(Symbol).BestAsk!.Value.Price);
        var change = Assert.Single(bench.Events.OfType<VenueEvent.InstrumentChanged>());
        Assert.Equal((0.1m, 0.5m), (change.Before.Tick, change.After.Tick));

        Board.Apply(new FaultRule("binance", FaultKind.TickChange) { Tick = 1m, Announce = TimeSpan.FromMinutes(5) });
        Assert.Equal((0.5m, 1m, bench.Venue.Now + TimeSpan.FromMinutes(5)), (Instrument.Tick, Instrument.Upcoming!.Tick, Instrument.Upcoming.EffectiveAt));
        bench.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(1m, Instrument.Tick);
        Assert.Null(Instrument.Upcoming);
        Assert.Equal(0.1m, bench.World.Okx.Instrument(Symbol)!.Tick);
    }

    [Theory]
    [InlineData(SimInstrumentStatus.Suspended, SimRefusal.NotTrading, SimRefusal.NotTrading, SimRefusal.NotTrading)]
    [InlineData(SimInstrumentStatus.PostOnly, SimRefusal.OnlyPostOnly, SimRefusal.OnlyPostOnly, null)]
    [InlineData(SimInstrumentStatus.ReduceOnly, SimRefusal.OnlyReducing, null, SimRefusal.OnlyReducing)]
    public void case_12_a_status_refuses_what_it_must_and_a_cancel_goes_on(SimInstrumentStatus status, SimRefusal? open, SimRefusal? close, SimRefusal? post)
    {
        bench.Buy(1m, 60_001m, SimTimeInForce.ImmediateOrCancel);
        var resting = bench.Buy(1m, 59_000m);
        Board.Apply(new FaultRule("binance", FaultKind.SymbolStatus) { Status = status, For = TimeSpan.FromMinutes(1) });

        Assert.Equal(status, Instrument.Status);
        Assert.Equal(open, Why(bench.Place(SimSide.Buy, 1m, 59_000m)));
        Assert.Equal(close, Why(bench.Place(SimSide.Sell, 0.5m, 59_990m, SimTimeInForce.ImmediateOrCancel, reduceOnly: true)));
        Assert.Equal(post, Why(bench.Place(SimSide.Buy, 1m, 59_000m, SimTimeInForce.PostOnly)));
        Bench.Taken(bench.Venue.Cancel(Symbol, resting.Id, null));
        bench.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(SimInstrumentStatus.Trading, Instrument.Status);
        Assert.Null(Why(bench.Place(SimSide.Buy, 1m, 59_000m)));
    }

    [Fact]
    public void nothing_rests_and_fills_while_a_symbol_is_suspended()
    {
        var resting = bench.Buy(1m, 59_990m);
        Board.Apply(new FaultRule("binance", FaultKind.SymbolStatus) { Status = SimInstrumentStatus.Suspended });
        Move(59_900m);
        Assert.Equal(0m, bench.Venue.FindOrder(Symbol, resting.Id, null)!.Filled);
        Board.Clear();
        bench.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1m, bench.Venue.FindOrder(Symbol, resting.Id, null)!.Filled);
    }

    public void Dispose() => bench.Dispose();

    private static SimRefusal? Why(SimOutcome outcome) => (outcome as SimOutcome.Refused)?.Why;

    private void Move(decimal bid)
    {
        (bench.Market.Bid, bench.Market.Ask) = (bid, bid + 0.2m);
        bench.Pass(TimeSpan.FromMilliseconds(100));
    }
}
