using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

public class OpeningScenarios
{
    [Fact]
    public async Task an_edge_opens_a_hedge_on_both_venues_in_equal_quantity()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.Equal(desk.Hedge.Long.Open, desk.Hedge.Short.Open);
        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"] + desk.Okx.Positions["BTCUSDT"]);
        Assert.True(desk.Binance.Positions["BTCUSDT"] > 0m);
    }

    [Fact]
    public async Task it_closes_when_the_basis_comes_back_and_the_pnl_equals_the_venues_books()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Quiet(60_010m);
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Closed), "closed");
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
        Assert.True(desk.Snapshot.RealisedPnl.Amount > 0m);
    }

    [Fact]
    public async Task nothing_opens_in_hold()
    {
        await using var desk = new DeskHarness();
        desk.Quiet();
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Empty(desk.Binance.Placed);
    }

    [Fact]
    public async Task a_first_leg_that_fills_nothing_leaves_nothing_behind()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.Script.Enqueue(Treatment.Expire);
        desk.Okx.Script.Enqueue(Treatment.Expire);
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        Assert.Equal(0m, desk.Snapshot.NakedNotional.Amount);
    }

    [Fact]
    public async Task a_half_filled_first_leg_is_hedged_in_the_same_half()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.Script.Enqueue(Treatment.FillHalf);
        desk.Okx.Script.Enqueue(Treatment.Fill);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.Equal(desk.Hedge.Long.Open, desk.Hedge.Short.Open);
        Assert.True(desk.Hedge.Long.Open < desk.Hedge.Planned);
    }

    [Theory, InlineData(Treatment.FillAndLoseReply), InlineData(Treatment.FillInSilence), InlineData(Treatment.FillTwiceTold)]
    public async Task a_lost_reply_or_a_repeated_message_never_makes_a_second_order(Treatment treatment)
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.Script.Enqueue(treatment);
        desk.Okx.Script.Enqueue(treatment);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.Single(desk.Binance.Placed);
        Assert.Single(desk.Okx.Placed);
        Assert.Equal(desk.Hedge.Long.Open.Value, desk.Binance.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task hold_voids_an_intent_that_has_not_left_yet()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Desk.Step();
        var hold = desk.Desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Desk.Step();
        desk.Settle();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.True(hold.IsCompletedSuccessfully);
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }
}
