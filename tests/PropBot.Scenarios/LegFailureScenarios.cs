using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

public class SecondLegFailsScenarios
{
    private static DeskHarness WithSecondLegRefused(Func<PropBot.Trading.Settings.TradingOptions, PropBot.Trading.Settings.TradingOptions>? change = null)
    {
        var desk = new DeskHarness(change);
        desk.Run();
        var second = desk.Binance;

        // Both books are equally deep: the buy leg goes first, on Binance; the sell leg on OKX is refused every time.
        for (var i = 0; i < 5; i++) desk.Okx.Script.Enqueue(Treatment.Refuse);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        Assert.NotEmpty(second.Placed);
        return desk;
    }

    [Fact]
    public async Task the_hedge_is_recorded_as_partial_with_the_exact_quantity()
    {
        await using var desk = WithSecondLegRefused();
        Assert.Equal(desk.Binance.Positions["BTCUSDT"], desk.Hedge.Unmatched);
        Assert.Equal("hedge_leg_failed", desk.Hedge.Reason);
    }

    [Fact]
    public async Task the_desk_goes_on_hold()
    {
        await using var desk = WithSecondLegRefused();
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "hedge_leg_failed");
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "partial_hedge");
    }

    [Fact]
    public async Task at_most_five_submissions_are_made()
    {
        await using var desk = WithSecondLegRefused();
        Assert.InRange(desk.Okx.Placed.Count, 1, 5);
    }

    [Fact]
    public async Task the_excess_is_taken_back_at_the_naked_bound_in_hold()
    {
        await using var desk = WithSecondLegRefused();
        desk.Quiet();
        for (var i = 0; i < 62; i++)
        {
            desk.Advance(TimeSpan.FromSeconds(1));
            desk.Quiet();
        }

        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"]);
        Assert.Equal(HedgeState.Closed, desk.Hedge.State);
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
    }

    [Fact]
    public async Task the_policy_unwind_takes_it_back_at_once()
    {
        await using var desk = WithSecondLegRefused(o => o with { Hedging = o.Hedging with { LegFailure = LegFailurePolicy.Unwind } });
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"]);
    }

    [Fact]
    public async Task resume_is_refused_and_says_what_blocks_it()
    {
        await using var desk = WithSecondLegRefused();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId)));
        Assert.Equal("blocked", refused.Code);
        Assert.Contains("partial_hedge", (string[])refused.Data["blocked_by"]!);
    }

    [Fact]
    public async Task an_order_that_vanished_is_proven_absent_before_another_is_sent()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.Vanish);
        desk.Dear();
        desk.Until(() => desk.Okx.Placed.Count == 2, "second submission", 3);
        var gap = desk.Okx.Placed[1].ValidUntil - desk.Okx.Placed[0].ValidUntil;
        Assert.True(gap >= desk.Options.Hedging.OrderValidity + TimeSpan.FromSeconds(1), $"resent after {gap}");
        Assert.NotEqual(desk.Okx.Placed[0].Id, desk.Okx.Placed[1].Id);
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
    }
}
