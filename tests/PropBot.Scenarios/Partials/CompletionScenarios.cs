using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Partials;

/// <summary>Completing a partial hedge (R28): one order of exactly what two people agreed on, or none.</summary>
public class CompletionScenarios
{
    [Fact]
    public async Task the_missing_leg_is_sent_once_and_the_hedge_is_whole()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var (agreed, before) = (desk.Agreed(), desk.Okx.Placed.Count);
        desk.Send(agreed);
        desk.Send(agreed);
        desk.UntilFresh(() => desk.Hedge.State == HedgeState.Hedged, "hedged", 2);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        var order = Assert.Single(desk.Okx.Placed[before..]);
        Assert.Equal((agreed.Quantity, agreed.WorstPrice, Side.Sell, false), (order.Quantity.Value, order.Limit.Value, order.Side, order.ReduceOnly));
        Assert.Equal(desk.Binance.Positions[Naked.Btc], -desk.Okx.Positions[Naked.Btc]);
        Assert.Equal((WishOutcomes.Complete, order.Id.Value), (desk.Wish(agreed.WishId)!.Outcome, desk.Wish(agreed.WishId)!.OrderId));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.DoesNotContain(desk.Snapshot.Blocks, block => block.Code == "partial_hedge");
    }

    [Fact]
    public async Task a_price_beyond_the_worst_sends_nothing()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var (agreed, before) = (desk.Agreed(), desk.Okx.Placed.Count);
        desk.Fresh(by: 100m);
        desk.Send(agreed);
        desk.Settle();
        Assert.Equal((WishOutcomes.PriceMoved, before), (desk.Wish(agreed.WishId)!.Outcome, desk.Okx.Placed.Count));
    }

    [Fact]
    public async Task an_order_that_meets_no_price_is_told_as_moved_and_the_hedge_stays_partial()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var agreed = desk.Agreed();
        desk.Okx.Script.Enqueue(Treatment.Expire);
        desk.Send(agreed);
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((WishOutcomes.PriceMoved, HedgeState.Partial), (desk.Wish(agreed.WishId)!.Outcome, desk.Hedge.State));
    }

    [Fact]
    public async Task half_of_it_is_a_residue_that_must_be_asked_for_again()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var agreed = desk.Agreed();
        desk.Okx.Script.Enqueue(Treatment.FillHalf);
        desk.Send(agreed);
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(WishOutcomes.Residual, desk.Wish(agreed.WishId)!.Outcome);
        desk.Fresh();
        desk.Send(agreed with { WishId = "flow#9" });
        desk.Settle();
        Assert.Equal((WishOutcomes.StateChanged, "quantity_changed"), (desk.Wish("flow#9")!.Outcome, desk.Wish("flow#9")!.Detail));
        desk.Send(desk.Agreed("flow#11"));
        desk.UntilFresh(() => desk.Hedge.State == HedgeState.Hedged, "hedged", 2);
        Assert.Equal(desk.Binance.Positions[Naked.Btc], -desk.Okx.Positions[Naked.Btc]);
    }

    public static TheoryData<string, string> Moved() => new()
    {
        { "another HOLD reason", "hold_changed" },
        { "a kill", "hold_changed" },
        { "another quantity", "quantity_changed" },
        { "being taken back", "order_working" },
        { "a clock that is off", "clock_skew" },
        { "a dark venue", "venue_dark" },
        { "a delisted instrument", "venue_dark" },
    };

    [Theory, MemberData(nameof(Moved))]
    public async Task what_does_not_stand_any_more_sends_nothing(string what, string why)
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var (agreed, before) = (desk.Agreed(), desk.Okx.Placed.Count);
        agreed = Move(desk, what, agreed);
        _ = desk.Desk.Send(agreed);
        desk.Settle();
        Assert.Equal(before, desk.Okx.Placed.Count);
        var wish = desk.Wish(agreed.WishId)!;
        Assert.Equal(why, wish.Detail);
        Assert.Equal(why == "venue_dark" ? WishOutcomes.VenueDark : WishOutcomes.StateChanged, wish.Outcome);
    }

    [Fact]
    public async Task a_hold_while_the_intent_is_being_written_wins()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var (agreed, before) = (desk.Agreed(), desk.Okx.Placed.Count);
        _ = desk.Desk.Send(agreed);
        desk.Desk.Step();
        _ = desk.Desk.Send(new DeskCommand.EngageHold("a", "something_new", "ui"));
        desk.Desk.Step();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((before, WishOutcomes.StateChanged, "mode_changed"), (desk.Okx.Placed.Count, desk.Wish(agreed.WishId)!.Outcome, desk.Wish(agreed.WishId)!.Detail));
    }

    [Fact]
    public async Task without_the_ledger_nothing_leaves_and_the_same_approval_may_be_tried_again()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var (agreed, before) = (desk.Agreed(), desk.Okx.Placed.Count);
        desk.Writes.Broken = true;
        desk.Send(agreed);
        desk.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(before, desk.Okx.Placed.Count);
        desk.Writes.Broken = false;
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(desk.Wish(agreed.WishId));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(20)]
    public async Task killed_at_any_step_after_the_approval_there_is_at_most_one_order_under_its_name(int steps)
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var (agreed, before) = (desk.Agreed(), desk.Okx.Placed.Count);
        desk.Okx.Script.Enqueue(Treatment.FillInSilence);
        _ = desk.Desk.Send(agreed);
        desk.StepTimes(steps);
        await desk.Crash();
        desk.Binance.Up();
        desk.Okx.Up();
        desk.UntilFresh(() => desk.Snapshot.Blocks.All(block => block.Code != "unknown_order") && desk.Snapshot.Preflight.All(check => check.Green), "recovered", 60);

        // The engine's next attempt asks first; here it does not, and the ledger alone must keep it from being sent again.
        desk.Send(agreed with { HoldEpoch = desk.Snapshot.HoldEpoch });
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.InRange(desk.Okx.Placed.Count - before, 0, 1);
        if (desk.Wish(agreed.WishId) is { OrderId.Length: > 0 } wish) Assert.Equal(1, desk.Count($"select count(*) from order_intent where id='{wish.OrderId}'"));
        Assert.True(desk.Okx.Positions.GetValueOrDefault(Naked.Btc) is 0m || desk.Okx.Positions[Naked.Btc] == -desk.Binance.Positions[Naked.Btc]);
    }

    private static DeskCommand.CompleteHedge Move(DeskHarness desk, string what, DeskCommand.CompleteHedge agreed)
    {
        switch (what)
        {
            case "another HOLD reason": desk.Send(new DeskCommand.EngageHold("a", "news", "ui")); break;
            case "a kill": desk.Send(new DeskCommand.Kill("a", FlattenScope.None)); break;
            case "another quantity": return agreed with { Quantity = agreed.Quantity + 0.001m };
            case "being taken back":
                desk.Binance.Script.Enqueue(Treatment.Rest);
                desk.Send(new DeskCommand.UnwindHedge("a", agreed.HedgeId, "ui/1"));
                break;
            case "a clock that is off": desk.Okx.Clock(5_000); break;
            case "a dark venue": desk.Okx.Down(); break;
            case "a delisted instrument": desk.Okx.Change(Naked.Btc, i => i with { Status = InstrumentStatus.Halted }); break;
        }

        desk.Settle();
        return agreed with { HoldEpoch = what.StartsWith("a clock", StringComparison.Ordinal) ? desk.Snapshot.HoldEpoch : agreed.HoldEpoch };
    }
}
