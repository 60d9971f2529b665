using PropBot.Testing.Desks;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>A venue knows one position a symbol: when it takes it over, the trade is shared out to the hedges that held it (R19).</summary>
public class TakeoverOfTwoScenarios
{
    [Fact]
    public async Task one_trade_of_the_venue_is_booked_on_both_hedges_and_neither_becomes_a_desync()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Count(h => h.State == HedgeState.Hedged) == 1, "hedged");
        desk.Advance(TimeSpan.FromSeconds(3));
        desk.Dear();
        desk.Until(() => desk.Hedges.Count(h => h.State == HedgeState.Hedged) == 2, "two hedged");
        var held = -desk.Okx.Positions["BTCUSDT"];
        var fill = desk.Okx.TradeUntold("BTCUSDT", Side.Buy, held, 60_300.5m);
        desk.Desk.Listener.OnFill(fill);
        desk.Desk.Listener.OnOrder(new OrderUpdate(
            Venue.Okx, "BTCUSDT", "", fill.VenueOrderId, Side.Buy, fill.Quantity, null, false, VenueOrderStatus.Filled, fill.Quantity, fill.Price, "full_liquidation", desk.Clock.GetUtcNow()));
        desk.Desk.Listener.OnFill(fill);
        desk.Settle();
        desk.Advance(TimeSpan.FromMilliseconds(100));
        Assert.All(desk.Hedges, h => Assert.Equal((HedgeState.Partial, "liquidation", 0m), (h.State, h.Reason, h.Short.Open.Value)));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "liquidation:okx");
        Assert.Equal(1, desk.Count("select count(*) from alert where kind='liquidation'"));

        desk.Until(() => desk.Binance.Positions["BTCUSDT"] == 0m, "the surviving legs are taken back", 62);
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
        await desk.Crash();
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, r => r.Code == "desync");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task told_by_nobody_it_is_asked_for_and_booked_once_whatever_is_read_again(bool killed)
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Advance(TimeSpan.FromSeconds(6));
        var held = -desk.Okx.Positions["BTCUSDT"];
        var fill = desk.Okx.TakeOverUntold("BTCUSDT", held, 60_300.5m, EndReasons.Liquidation);
        if (killed)
        {
            await desk.Crash();
            desk.Quiet();
        }

        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "liquidation:okx"), "P0", 15);
        Assert.Equal((HedgeState.Partial, "liquidation", 0m), (desk.Hedge.State, desk.Hedge.Reason, desk.Hedge.Short.Open.Value));
        desk.Until(() => desk.Binance.Positions["BTCUSDT"] == 0m, "the surviving leg is taken back", 62);
        await desk.Crash();
        desk.Quiet();
        desk.Desk.Listener.OnFill(fill);
        desk.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, r => r.Code is "desync" or "foreign_order");
        Assert.Equal(1, desk.Count("select count(*) from alert where kind='liquidation'"));
        Assert.Equal(0, desk.Count("select count(*) from foreign_fill"));
    }

    [Fact]
    public async Task while_the_venue_does_not_say_whose_order_it_was_the_desk_holds_and_asks_on()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Advance(TimeSpan.FromSeconds(6));
        desk.Okx.TellsNoStrangers = true;
        desk.Okx.TakeOverUntold("BTCUSDT", -desk.Okx.Positions["BTCUSDT"], 60_300.5m, EndReasons.Liquidation);
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "foreign_order"), "it counts as somebody else's meanwhile", 20);
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "and is a desync", 20);
        desk.Okx.TellsNoStrangers = false;
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "liquidation:okx"), "P0", 15);
        desk.Until(() => desk.Snapshot.Blocks.All(b => !b.Code.StartsWith("desync", StringComparison.Ordinal)), "both agree", 90);
        desk.Until(() => desk.Binance.Positions["BTCUSDT"] == 0m, "the surviving leg is taken back", 62);
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
    }

    /// <summary>R17: what was naked before a venue went dark may be whole when it comes back; nothing is taken back on the word of before.</summary>
    [Fact]
    public async Task a_venue_that_made_the_legs_equal_while_it_was_dark_is_compared_before_anything_is_sent()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.FillHalf);
        desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        desk.Quiet();
        var (held, half) = (desk.Hedge.Long.Open.Value, desk.Hedge.Short.Open.Value);
        Assert.True(held > half && half > 0m);
        desk.Binance.Down();
        desk.Advance(TimeSpan.FromSeconds(70));
        desk.Binance.TakeOverUntold("BTCUSDT", held - half, 60_000m, EndReasons.Adl);
        var sent = desk.Binance.Placed.Count;
        desk.Binance.Mute = true;
        desk.Binance.Up();
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(sent, desk.Binance.Placed.Count);
        desk.Binance.Mute = false;
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "adl:binance"), "the ADL is known", 15);
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(sent, desk.Binance.Placed.Count);
        Assert.Equal((half, half), (desk.Hedge.Long.Open.Value, desk.Hedge.Short.Open.Value));
    }
}
