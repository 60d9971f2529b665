using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios;

/// <summary>Case 60, the desk's part: leg one filled on Binance, OKX gives trouble. R31: nothing else of a leg leaves while one order is unknown.</summary>
public class LegTwoDrill
{
    private const string Btc = "BTCUSDT";
    private static readonly TimeSpan LimitTime = new HedgingOptions().LegDeadline + new HedgingOptions().NakedMaxTime + TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(Treatment.Vanish)]
    [InlineData(Treatment.Refuse)]
    [InlineData(Treatment.Maintenance)]
    [InlineData(Treatment.Expire)]
    public async Task case_60_leg_two_that_never_comes_ends_flat_within_the_limit_time_and_the_residual_delta_is_reported_until_then(Treatment trouble)
    {
        await using var desk = Opening(trouble);
        var since = desk.Clock.GetUtcNow();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial", 6);
        var naked = desk.Binance.Positions[Btc];
        Assert.Equal(naked, desk.Hedge.Unmatched);
        Assert.InRange(desk.Snapshot.NakedNotional.Amount, naked * 59_700m, naked * 60_600m);
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "partial_hedge" && b.Text.Contains($"{naked} unmatched", StringComparison.Ordinal));
        desk.Okx.Always = Treatment.Fill;
        UntilOver(desk);
        Assert.True(desk.Clock.GetUtcNow() - since <= LimitTime, $"{desk.Clock.GetUtcNow() - since}");
        Assert.Equal((0m, 0m), (desk.Binance.Positions[Btc], desk.Okx.Positions.GetValueOrDefault(Btc)));
        Assert.Equal(0m, desk.Snapshot.NakedNotional.Amount);
        AssertLedgersAgree(desk);
    }

    [Theory]
    [InlineData(Treatment.Vanish)]
    [InlineData(Treatment.Refuse)]
    [InlineData(Treatment.Maintenance)]
    [InlineData(Treatment.FillInSilence)]
    [InlineData(Treatment.FillAndLoseReply)]
    [InlineData(Treatment.FillHalf)]
    public async Task case_60_leg_two_that_stumbles_once_ends_hedged_within_the_leg_deadline(Treatment trouble)
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Okx.Script.Enqueue(trouble);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged", 3.5);
        Assert.Equal(desk.Binance.Positions[Btc], -desk.Okx.Positions[Btc]);
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Dear();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        UntilOver(desk);
        AssertLedgersAgree(desk);
    }

    [Fact]
    public async Task case_60_with_the_policy_unwind_leg_one_is_taken_back_at_once()
    {
        await using var desk = Opening(Treatment.Maintenance, o => o with { Hedging = o.Hedging with { LegFailure = LegFailurePolicy.Unwind } });
        desk.Until(() => desk.Hedges.Any(h => h.State is HedgeState.Partial or HedgeState.Closed), "partial", 6);
        desk.Dear();
        desk.Until(() => desk.Binance.Positions[Btc] == 0m, "flat", 1);
    }

    [Fact]
    public async Task case_60_a_venue_that_goes_silent_is_waited_for_and_the_unknown_order_counts_when_it_speaks_again()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.WhenPlaced = () => desk.Okx.Dark = true;
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial", 6);
        desk.Binance.WhenPlaced = null;
        Assert.Equal("outcome_unknown", desk.Hedge.Reason);
        Assert.Single(desk.Okx.Placed);
        desk.Advance(TimeSpan.FromSeconds(70));
        Assert.NotEqual(0m, desk.Binance.Positions[Btc]);
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "unknown_order");
        desk.Okx.Dark = false;
        UntilOver(desk);
        Assert.Equal((0m, 0m), (desk.Binance.Positions[Btc], desk.Okx.Positions.GetValueOrDefault(Btc)));
        AssertLedgersAgree(desk);
    }

    [Fact]
    public async Task while_a_closing_order_is_unknown_no_other_order_of_that_leg_leaves()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        foreach (var venue in new[] { desk.Binance, desk.Okx })
        {
            venue.Script.Enqueue(Treatment.Vanish);
            venue.Script.Enqueue(Treatment.Vanish);
        }

        desk.Dear();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        UntilOver(desk);
        foreach (var placed in new[] { desk.Binance.Placed, desk.Okx.Placed }) AssertProvenBetween(placed[1..], desk);
        AssertLedgersAgree(desk);
    }

    [Fact]
    public async Task while_an_unwinding_order_is_unknown_no_other_order_of_that_leg_leaves()
    {
        await using var desk = Opening(Treatment.Refuse, o => o with { Hedging = o.Hedging with { LegFailure = LegFailurePolicy.Unwind } });
        desk.Binance.Always = Treatment.Vanish;
        desk.Until(() => desk.Binance.Placed.Count >= 3, "the second unwinding order", 20);
        desk.Binance.Always = Treatment.Fill;
        UntilOver(desk);
        AssertProvenBetween(desk.Binance.Placed[1..], desk);
        AssertLedgersAgree(desk);
    }

    [Fact]
    public async Task every_order_says_until_when_it_is_valid_and_never_longer_than_allowed()
    {
        await using var desk = new DeskHarness();
        var left = new List<TimeSpan>();
        desk.Binance.WhenPlaced = () => left.Add(desk.Binance.Placed[^1].ValidUntil - desk.Clock.GetUtcNow());
        desk.Okx.WhenPlaced = () => left.Add(desk.Okx.Placed[^1].ValidUntil - desk.Clock.GetUtcNow());
        desk.Run();
        desk.Okx.Script.Enqueue(Treatment.FillHalf);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Dear();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        UntilOver(desk);
        Assert.True(left.Count >= 5, $"{left.Count} orders");
        Assert.All(left, time => Assert.InRange(time, TimeSpan.FromMilliseconds(1), desk.Options.Hedging.OrderValidity));
    }

    private static DeskHarness Opening(Treatment okx, Func<TradingOptions, TradingOptions>? change = null)
    {
        var desk = new DeskHarness(change);
        desk.Run();
        desk.Okx.Always = okx;
        desk.Dear();
        desk.Until(() => desk.Binance.Placed.Count > 0, "leg one");
        return desk;
    }

    private static void UntilOver(DeskHarness desk) => desk.Until(() =>
    {
        desk.Dear();
        return desk.Hedges.Any(h => h.State == HedgeState.Closed);
    }, "over", 90);

    // Each of these orders vanished except the last: the next may leave only after absence is proven beyond its validity.
    private static void AssertProvenBetween(List<OrderRequest> placed, DeskHarness desk)
    {
        Assert.True(placed.Count >= 2, $"{placed.Count} orders");
        for (var i = 1; i < placed.Count; i++)
            Assert.True(placed[i].ValidUntil - placed[i - 1].ValidUntil >= desk.Options.Hedging.OrderValidity + TimeSpan.FromSeconds(1), $"order {i} left after {placed[i].ValidUntil - placed[i - 1].ValidUntil}");
    }

    private static void AssertLedgersAgree(DeskHarness desk) =>
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
}
