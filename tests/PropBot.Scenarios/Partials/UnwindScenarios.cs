using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Partials;

/// <summary>Unwinding as people and the workflow ask for it (R28): the desk's own hand does it, once, however often it is asked (R16).</summary>
public class UnwindScenarios
{
    [Fact]
    public async Task the_open_leg_is_taken_back_at_once_in_hold()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.IsType<CommandResult.Done>(desk.Send(Unwind(desk)));
        desk.UntilFresh(() => desk.Hedge.State == HedgeState.Closed, "flat", 2);
        Assert.Equal(0m, desk.Binance.Positions[Naked.Btc]);
        Assert.Equal(WishOutcomes.Flat, desk.Wish("flow#3")!.Outcome);
        Assert.All(desk.Binance.Placed[1..], order => Assert.True(order.ReduceOnly));
    }

    [Fact]
    public async Task asked_by_two_doors_at_the_moment_of_the_bound_it_is_sold_once()
    {
        await using var desk = Naked.Hedge();
        var id = desk.View().HedgeId;
        desk.UntilFresh(() => desk.View().BoundReached, "the bound", 70);
        _ = desk.Desk.Send(new DeskCommand.UnwindHedge("operator-a", id, "ui/1"));
        _ = desk.Desk.Send(new DeskCommand.UnwindHedge("operator-b", id, "flow#3"));
        _ = desk.Desk.Send(new DeskCommand.UnwindHedge("operator-b", id, "flow#3"));
        desk.UntilFresh(() => desk.Hedge.State == HedgeState.Closed, "flat", 5);
        desk.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0m, desk.Binance.Positions[Naked.Btc]);
        Assert.Single(desk.Binance.Placed, order => order.ReduceOnly);
        Assert.Equal((WishOutcomes.Flat, WishOutcomes.Flat), (desk.Wish("ui/1")!.Outcome, desk.Wish("flow#3")!.Outcome));
    }

    [Fact]
    public async Task where_the_desk_may_not_by_itself_it_does_when_asked_and_never_before()
    {
        await using var desk = Naked.Hedge(Naked.NotByItself);
        for (var second = 0; second < 70; second++)
        {
            desk.Advance(TimeSpan.FromSeconds(1));
            desk.Fresh();
        }

        Assert.NotEqual(0m, desk.Binance.Positions[Naked.Btc]);
        Assert.False(desk.View().BoundReached);
        desk.Send(Unwind(desk));
        desk.UntilFresh(() => desk.Hedge.State == HedgeState.Closed, "flat", 2);
        Assert.Equal(0m, desk.Binance.Positions[Naked.Btc]);
    }

    [Fact]
    public async Task a_dark_venue_ends_the_wish_and_the_bound_goes_on_by_itself_when_it_is_back()
    {
        await using var desk = Naked.Hedge();
        desk.Binance.Down();
        desk.Settle();
        desk.Send(Unwind(desk));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((WishOutcomes.VenueDark, "binance"), (desk.Wish("flow#3")!.Outcome, desk.Wish("flow#3")!.Detail));
        desk.Advance(TimeSpan.FromSeconds(70));
        Assert.NotEqual(0m, desk.Binance.Positions[Naked.Btc]);
        desk.Binance.Up();
        desk.UntilFresh(() => desk.Hedge.State == HedgeState.Closed, "flat", 20);
        Assert.Equal(0m, desk.Binance.Positions[Naked.Btc]);
    }

    [Fact]
    public async Task killed_right_after_it_was_asked_it_goes_on_and_sells_once()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        desk.Binance.Script.Enqueue(Treatment.FillInSilence);
        _ = desk.Desk.Send(Unwind(desk));
        desk.Settle();
        await desk.Crash();
        desk.Binance.Up();
        desk.Okx.Up();
        desk.UntilFresh(() => desk.Hedges.Any(h => h.State == HedgeState.Closed), "flat", 30);
        Assert.Equal(0m, desk.Binance.Positions[Naked.Btc]);
        Assert.Single(desk.Binance.Placed, order => order.ReduceOnly);
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(WishOutcomes.Flat, desk.Wish("flow#3")!.Outcome);
    }

    [Fact]
    public async Task nothing_is_unwound_that_does_not_stand_alone()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Send(new DeskCommand.UnwindHedge("operator-a", desk.Hedge.Id, "ui/1"));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(desk.Binance.Placed.Concat(desk.Okx.Placed), order => order.ReduceOnly);
        Assert.Equal(WishOutcomes.Flat, desk.Wish("ui/1")!.Outcome);
        Assert.Equal("hedge_not_found", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.UnwindHedge("operator-a", "nobody", "ui/2"))).Code);
    }

    private static DeskCommand.UnwindHedge Unwind(DeskHarness desk) => new("operator-a", desk.Hedge.Id, "flow#3");
}
