using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

/// <summary>A venue changes an instrument while the desk runs (cases 11, 12).</summary>
public class InstrumentScenarios
{
    private const string Btc = "BTCUSDT";

    [Fact]
    public async Task case_11_after_a_change_of_tick_and_lot_the_next_hedge_is_rounded_to_the_new_ones_on_both_venues()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Change(Btc, i => i with { Tick = new Price(10m), Lot = new Quantity(0.005m), MinQuantity = new Quantity(0.005m) });
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.All(desk.Okx.Placed, order => AssertFits(order, 10m, 0.005m));
        Assert.All(desk.Binance.Placed, order => AssertFits(order, 0.1m, 0.005m));
        Assert.Equal(desk.Binance.Positions[Btc], -desk.Okx.Positions[Btc]);
    }

    [Fact]
    public async Task case_11_a_change_between_the_legs_holds_for_the_second_leg_at_once()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.WhenPlaced = () => desk.Okx.Change(Btc, i => i with { Tick = new Price(5m) });
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.NotEmpty(desk.Okx.Placed);
        Assert.All(desk.Okx.Placed, order => AssertFits(order, 5m, 0.0001m));
    }

    [Fact]
    public async Task case_11_a_hedge_that_is_open_is_closed_by_the_new_tick_and_the_change_is_in_the_record_and_outlives_a_crash()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Okx.Change(Btc, i => i with { Tick = new Price(10m) });
        desk.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1L, desk.Ledger.Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from event where code='instrument_changed'";
            return (long)command.ExecuteScalar()!;
        }));
        await desk.Crash();
        Assert.Contains("\"Value\":10", desk.Ledger.Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select value from control where key='instruments_okx'";
            return (string)command.ExecuteScalar()!;
        }), StringComparison.Ordinal);
        var before = desk.Okx.Placed.Count;
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(1));
        desk.Dear();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        Assert.All(desk.Okx.Placed.Skip(before), order => AssertFits(order, 10m, 0.0001m));
        Assert.Equal(0m, desk.Okx.Positions[Btc]);
    }

    [Theory]
    [InlineData(InstrumentStatus.CloseOnly, "close only")]
    [InlineData(InstrumentStatus.Halted, "halted")]
    public async Task case_12_nothing_opens_on_a_pair_that_a_venue_does_not_trade_and_the_refusal_names_venue_and_state(InstrumentStatus state, string word)
    {
        await using var desk = new DeskHarness(o => o with { Universe = new PairUniverse([Btc, "ETHUSDT"]) });
        desk.Run();
        desk.Okx.Change(Btc, i => i with { Status = state });
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(1));
        desk.Dear();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", Btc, 500m, null, null)));
        Assert.Equal("instrument_closed", refused.Code);
        Assert.Contains($"okx does not open {Btc} now ({word})", refused.Text, StringComparison.Ordinal);
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        desk.Okx.Change(Btc, i => i with { Status = InstrumentStatus.Trading });
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged once it trades again");
    }

    [Fact]
    public async Task case_12_a_hedge_is_closed_while_its_venue_only_closes()
    {
        await using var desk = Hedged();
        desk.Okx.Change(Btc, i => i with { Status = InstrumentStatus.CloseOnly });
        desk.Settle();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        Assert.Equal((0m, 0m), (desk.Binance.Positions[Btc], desk.Okx.Positions[Btc]));
    }

    [Fact]
    public async Task case_12_while_one_venue_is_halted_the_other_leg_is_not_closed_alone_and_both_are_when_it_trades_again()
    {
        await using var desk = Hedged();
        desk.Okx.Change(Btc, i => i with { Status = InstrumentStatus.Halted });
        desk.Settle();
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        var orders = desk.Binance.Placed.Count + desk.Okx.Placed.Count;
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(orders, desk.Binance.Placed.Count + desk.Okx.Placed.Count);
        desk.Okx.Change(Btc, i => i with { Status = InstrumentStatus.Trading });
        desk.Dear();
        desk.Until(() => desk.Hedge.State == HedgeState.Closed, "closed");
        Assert.Equal((0m, 0m), (desk.Binance.Positions[Btc], desk.Okx.Positions[Btc]));
    }

    [Fact]
    public async Task a_venue_halted_between_the_legs_ends_in_a_partial_that_is_taken_back()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.WhenPlaced = () => desk.Okx.Change(Btc, i => i with { Status = InstrumentStatus.Halted });
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial", 5);
        Assert.Empty(desk.Okx.Placed);
        desk.Until(() =>
        {
            desk.Quiet();
            return desk.Binance.Positions[Btc] == 0m;
        }, "taken back", 65);
    }

    private static DeskHarness Hedged()
    {
        var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Dear();
        return desk;
    }

    private static void AssertFits(OrderRequest order, decimal tick, decimal lot)
    {
        Assert.Equal(0m, order.Limit.Value % tick);
        Assert.Equal(0m, order.Quantity.Value % lot);
    }
}
