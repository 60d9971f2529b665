using PropBot.Testing.Lines;
using PropBot.Testing.Worlds;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Worlds;

/// <summary>What streams do to a whole desk: messages late, twice, never; books with holes; connections that end.</summary>
public class StreamScenarios
{
    [Theory]
    [InlineData("reply late")]
    [InlineData("reply never")]
    [InlineData("event never")]
    public async Task case_14_whichever_of_reply_and_event_is_missing_the_end_is_the_same(string missing)
    {
        await using var world = Story.World();
        foreach (var line in world.Lines)
        {
            if (missing == "reply late") line.Add(new LineFault(LineTrouble.Slow, world.Now, world.Now.AddMinutes(2), 1.0, TimeSpan.FromMilliseconds(300)));
            if (missing == "reply never") line.NextOrders.Enqueue(OrderFate.NoReply);
            if (missing == "event never") line.Swallows = IsOrderEvent;
        }

        world.MakeEdge();
        world.UntilHedged();
        foreach (var line in world.Lines) line.Swallows = null;
        world.EndsWell();
        world.CloseEverything();
    }

    [Fact]
    public async Task case_16_orders_filled_in_many_parts_add_up_on_both_venues_to_the_last_digit()
    {
        await using var world = Story.World();
        foreach (var board in world.Sim.Boards)
            board.Apply(new FaultRule(board.Name, FaultKind.LiquidityHole) { BookSide = "both", Keep = 0.02m, For = TimeSpan.FromMinutes(10) });
        world.MakeEdge(60);
        world.UntilHedged();
        Assert.Contains(Venues.All, v => world.Core(v).Orders().Any(o => world.Core(v).Fills(o.Symbol, o.Id).Count > 1));
        world.CloseEverything();
    }

    [Fact]
    public async Task case_17_fills_told_twice_on_both_venues_are_booked_once()
    {
        await using var world = Story.World();
        // Binance tells every fill twice by itself (TRADE_LITE beside ORDER_TRADE_UPDATE).
        world.Sim.Okx.Faults.Apply(new FaultRule("okx", FaultKind.PushDuplicate) { For = TimeSpan.FromMinutes(10) });
        world.MakeEdge();
        world.UntilHedged();
        world.CloseEverything();
        Assert.True(world.Sim.Okx.Faults.Fired()[FaultKind.PushDuplicate] > 0);
    }

    [Fact]
    public async Task case_24_an_order_that_fills_while_everything_is_being_cancelled_is_filled_and_kept()
    {
        await using var world = Story.World();
        world.Binance.NextOrders.Enqueue(OrderFate.NoReply);
        world.MakeEdge();
        world.UntilOrderOn(Venue.Binance);
        world.Send(new Trading.Desk.DeskCommand.CancelAll("operator-a", null));
        world.EndsWell();
        Assert.True(world.OrderNamed(Venue.Binance, world.Placed(Venue.Binance)[0])!.Filled > 0m);
    }

    [Fact]
    public async Task case_41_while_binance_has_asked_for_silence_nothing_leaves_for_it_and_afterwards_trading_goes_on()
    {
        await using var world = Story.World();
        world.Binance.Add(new LineFault(LineTrouble.Ban, world.Now, world.Now.AddSeconds(40)));
        world.MakeEdge(30);
        world.Advance(TimeSpan.FromSeconds(60));
        Assert.True(world.Binance.BanKnownUntil > world.Options.Start);
        Assert.Equal(0, world.Binance.SentDuringBan);
        world.Until(() => world.Snapshot.State == DeskState.Run, "back in RUN", 60);
        world.MakeEdge();
        world.UntilHedged();
        world.CloseEverything();
    }

    [Theory, InlineData(Venue.Binance), InlineData(Venue.Okx)]
    public async Task case_46_a_gap_in_the_numbers_of_a_book_stops_quoting_until_it_is_whole_again(Venue venue)
    {
        await using var world = Story.World();
        // What would heal it does not get through for a while, so that the time in between can be seen.
        world.Line(venue).Swallows = message => message.Contains("\"snapshot\"", StringComparison.Ordinal);
        world.Line(venue).Add(new LineFault(LineTrouble.LoseRequests, world.Now, world.Now.AddSeconds(4)));
        world.Core(venue).Faults.Apply(new FaultRule(venue.Word(), FaultKind.BookGap) { Size = 7 });
        world.Until(() => !IsValid(world, venue), "the book is invalid", 3);
        world.MakeEdge(60);
        world.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(IsValid(world, venue));
        Assert.Empty(world.Placed(Venue.Binance).Concat(world.Placed(Venue.Okx)));
        world.Line(venue).Swallows = null;
        world.Until(() => IsValid(world, venue), "the book is whole again", 15);

        // What was lost counts against the venue for as long as its watchdog looks back.
        world.Advance(world.DeskOptions.Watch.Health.Window);
        world.Run();
        world.MakeEdge(60);
        world.UntilHedged();
        world.EndsWell();
    }

    [Theory, InlineData(Venue.Binance), InlineData(Venue.Okx)]
    public async Task case_50_a_connection_that_stays_open_and_says_nothing_opens_nothing(Venue venue)
    {
        await using var world = Story.World();
        world.Line(venue).Add(new LineFault(LineTrouble.Silence, world.Now, world.Now.AddSeconds(4.5)));
        world.Advance(TimeSpan.FromSeconds(1.6));
        var before = world.Placed(Venue.Binance).Count + world.Placed(Venue.Okx).Count;
        world.MakeEdge(60);
        world.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(before, world.Placed(Venue.Binance).Count + world.Placed(Venue.Okx).Count);
        world.UntilHedged();
        world.EndsWell();
    }

    [Fact]
    public async Task case_56_a_notice_of_an_upgrade_moves_every_okx_stream_without_a_gap_while_hedges_open()
    {
        await using var world = Story.World();
        world.MakeEdge(40);
        world.UntilOrderOn(Venue.Okx);
        world.Sim.Okx.Faults.Apply(new FaultRule("okx", FaultKind.Notice));
        world.Advance(TimeSpan.FromSeconds(90));
        Assert.DoesNotContain(world.Log.Lines, l => l.Contains("okx", StringComparison.Ordinal) && l.Contains($"link {LinkEvent.Down}", StringComparison.Ordinal));
        world.EndsWell();
    }

    [Theory, InlineData(Venue.Binance), InlineData(Venue.Okx)]
    public async Task case_58_fills_during_a_reconnect_are_all_there_afterwards(Venue venue)
    {
        await using var world = Story.World();
        world.Line(venue).NextOrders.Enqueue(OrderFate.NoReply);
        world.MakeEdge();
        world.UntilOrderOn(venue);
        world.Line(venue).CutAll("connection reset by peer");
        world.Advance(TimeSpan.FromSeconds(1));
        world.Line(venue).CutAll("connection reset by peer");
        world.EndsWell();
        Assert.True(world.OrderNamed(venue, world.Placed(venue)[0])!.Filled > 0m);
        world.CloseEverything();
    }

    [Theory, InlineData(0.0008), InlineData(-0.0012)]
    public async Task case_59_funding_is_booked_once_and_with_the_right_sign_even_when_the_line_breaks_at_the_settlement(double rate)
    {
        await using var world = new WorldHarness(new WorldOptions(3) { Start = new DateTimeOffset(2026, 1, 5, 15, 58, 0, TimeSpan.Zero), Change = o => o with { Hedging = o.Hedging with { TakeProfit = new(500m) } } });
        world.Run();
        foreach (var board in world.Sim.Boards)
            board.Apply(new FaultRule(board.Name, FaultKind.FundingRate) { Rate = board.Name == "okx" ? (decimal)rate / 4 : (decimal)rate, For = TimeSpan.FromMinutes(5) });
        world.MakeEdge(90);
        world.UntilHedged();
        world.Advance(new DateTimeOffset(2026, 1, 5, 16, 0, 0, TimeSpan.Zero) - world.Now - TimeSpan.FromSeconds(1));
        Assert.Contains(world.Snapshot.Hedges, h => h.State == HedgeState.Hedged);
        foreach (var line in world.Lines) line.CutAll("connection reset by peer");
        world.Advance(TimeSpan.FromSeconds(30));
        Assert.All(Venues.All, v => Assert.NotEqual(0m, world.Core(v).Header().Funding));
        world.EndsWell();
        world.CloseEverything();
    }

    private static bool IsValid(WorldHarness world, Venue venue) => world.Snapshot.Pairs[0].Quotes[(int)venue].BookValid;

    private static bool IsOrderEvent(string message) =>
        message.Contains("ORDER_TRADE_UPDATE", StringComparison.Ordinal) || message.Contains("TRADE_LITE", StringComparison.Ordinal)
        || message.Contains("\"channel\":\"orders\"", StringComparison.Ordinal);
}
