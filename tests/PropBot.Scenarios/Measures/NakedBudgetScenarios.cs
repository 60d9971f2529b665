using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Measures;

/// <summary>P8, R51: naked exposure is measured in money times time, and a day has a budget of it.</summary>
public class NakedBudgetScenarios
{
    [Fact]
    public async Task a_leg_that_stays_alone_costs_its_notional_every_second()
    {
        await using var desk = LegAlone(budget: 1_000_000m);
        var before = Used(desk);
        var notional = Math.Abs(desk.Hedge.Unmatched) * desk.Hedge.Mid.Value;
        desk.Advance(TimeSpan.FromSeconds(10));
        var grown = Used(desk) - before;

        // The mark may differ from the mid by the basis; half a percent is far more than that.
        Assert.InRange(grown, 9.9m * notional * 0.995m, 10.1m * notional * 1.005m);
        Assert.Equal(Used(desk), desk.Snapshot.Measures.Naked.UsdtSeconds[desk.Hedge.Id]);
    }

    [Fact]
    public async Task the_budget_of_a_day_is_a_hold_that_blocks_the_resume_and_a_restart_gives_nothing_back()
    {
        // About 1,000 USDT alone: gone in five seconds.
        await using var desk = LegAlone(budget: 5_000m);
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, reason => reason.Code == "naked_budget");
        desk.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains(desk.Snapshot.HoldReasons, reason => reason.Code == "naked_budget");
        Assert.Contains(desk.Snapshot.Blocks, block => block.Code == "naked_budget");
        var used = Used(desk);
        await desk.Crash();
        desk.Settle();
        Assert.True(Used(desk) >= used - 1_100m, $"{Used(desk)} after the crash, {used} before: at most the last second may be missing");
        Assert.Contains(desk.Snapshot.Blocks, block => block.Code == "naked_budget");
    }

    [Fact]
    public async Task a_process_that_is_down_while_a_leg_is_alone_goes_on_counting()
    {
        await using var desk = LegAlone(budget: 10_000_000m);
        desk.Advance(TimeSpan.FromSeconds(5));
        var (used, notional) = (Used(desk), Math.Abs(desk.Hedge.Unmatched) * desk.Hedge.Mid.Value);
        var crash = desk.Crash();
        desk.Clock.Advance(TimeSpan.FromSeconds(20));
        await crash;
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.True(Used(desk) - used >= 19m * notional, $"{Used(desk) - used} USDT·s for 20 s of {notional}");
    }

    [Fact]
    public async Task at_midnight_the_budget_is_whole_again()
    {
        await using var desk = LegAlone(budget: 5_000m);
        desk.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains(desk.Snapshot.Blocks, block => block.Code == "naked_budget");
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Quiet();
        desk.Until(() => desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "closed");
        desk.Advance(TimeSpan.FromHours(24));
        Assert.DoesNotContain(desk.Snapshot.Blocks, block => block.Code == "naked_budget");
    }

    [Fact]
    public async Task a_hedge_that_opens_as_it_should_is_timed_and_costs_next_to_nothing()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        var measures = desk.Snapshot.Measures;
        Assert.Equal(1, measures.HedgeLatency.Count);
        Assert.InRange(measures.HedgeLatency.P95Ms!.Value, 0m, 3_000m);
        Assert.InRange(measures.Naked.TodayUsdtSeconds, 0m, 3_000m);
        await desk.Crash();
        desk.Settle();
        Assert.Equal(measures.HedgeLatency, desk.Snapshot.Measures.HedgeLatency);
    }

    private static decimal Used(DeskHarness desk) => desk.Snapshot.Measures.Naked.TodayUsdtSeconds;

    private static DeskHarness LegAlone(decimal budget)
    {
        var desk = new DeskHarness(o => o with { NakedBudgetUsdtSeconds = budget, Hedging = o.Hedging with { NakedAutoUnwind = false, NakedMaxTime = TimeSpan.FromHours(1), NakedMaxLossUsdt = 1_000_000m } });
        desk.Run();
        for (var i = 0; i < 5; i++) desk.Okx.Script.Enqueue(Treatment.Refuse);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        return desk;
    }
}
