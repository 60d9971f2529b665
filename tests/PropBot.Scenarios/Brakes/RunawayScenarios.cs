using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>R35: what sends too much is stopped from opening, never from closing; one leg is submitted at most five times.</summary>
public class RunawayScenarios
{
    [Fact]
    public async Task reduce_only_orders_beyond_the_limit_are_a_hold_and_still_leave()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxOrdersPerMinute = 4 } });
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Binance.Always = desk.Okx.Always = Treatment.Expire;
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "runaway_orders_per_min"), "hold", 20);
        desk.Binance.Always = desk.Okx.Always = Treatment.Fill;
        desk.Until(
            () =>
            {
                desk.Dear();
                return desk.Hedge.State == HedgeState.Closed;
            },
            "closed");
        Assert.True(desk.Snapshot.Runaway.OrdersLastMinute > 4, $"{desk.Snapshot.Runaway.OrdersLastMinute} orders");
    }

    [Fact]
    public async Task the_refusal_carries_both_numbers_in_the_runbooks_form()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxOrdersPerMinute = 1 }, Hedging = o.Hedging with { AutoHedge = false } });
        desk.Run();
        desk.Dear();
        desk.Settle();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Execute("a", "BTCUSDT", 500m, null, null)));
        Assert.Equal("orders_per_min_limit_exceeded:2>1", refused.Code);
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task the_five_submissions_of_a_leg_are_counted_across_a_kill_9(int before)
    {
        await using var desk = new DeskHarness(o => o with { Hedging = o.Hedging with { LegDeadline = TimeSpan.FromSeconds(30) } });
        desk.Run();
        desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Until(() => desk.Okx.Placed.Count >= before, "submissions");
        await desk.Crash();
        for (var i = 0; i < 100; i++)
        {
            desk.Dear();
            desk.Advance(TimeSpan.FromMilliseconds(100));
        }

        // A new process is in HOLD: what it finds between its legs is a partial, and no sixth submission nor a first new one.
        Assert.InRange(desk.Okx.Placed.Count, before, 5);
        Assert.DoesNotContain(desk.Okx.Placed.Skip(5), o => !o.ReduceOnly);
        Assert.Contains(desk.Hedges, h => h.State is HedgeState.Partial or HedgeState.Closed);
        Assert.Equal(desk.Okx.Placed.Count, desk.Okx.Placed.Select(o => o.Id.Value).Distinct().Count());
    }

    [Fact]
    public async Task a_runaway_between_the_legs_sends_no_second_one_and_the_first_is_taken_back()
    {
        await using var desk = new DeskHarness(o => o with { Universe = new PairUniverse(["BTCUSDT", "ETHUSDT"]), Limits = o.Limits with { MaxOrdersPerMinute = 3 } });
        desk.Run();
        desk.Dear();
        desk.Binance.Quote(1, 2_999.5m, 3_000.5m);
        desk.Okx.Quote(1, 3_014.5m, 3_015.5m);
        desk.Until(() => desk.Hedges.Any(h => h is { State: HedgeState.Partial, Reason: "hold_between_legs" }), "partial", 10);
        Assert.True(desk.Okx.Placed.Count <= 1, $"{desk.Okx.Placed.Count} second legs");
        Assert.Contains(desk.Snapshot.Refusals, r => r.Refusal.Code.StartsWith("orders_per_min_limit_exceeded:", StringComparison.Ordinal));
        desk.Until(
            () =>
            {
                desk.Dear();
                desk.Binance.Quote(1, 2_999.5m, 3_000.5m);
                desk.Okx.Quote(1, 3_014.5m, 3_015.5m);
                return desk.Hedges.All(h => h.State != HedgeState.Partial);
            },
            "taken back", 70);
        Assert.All(["BTCUSDT", "ETHUSDT"], symbol => Assert.Equal(0m, desk.Binance.Positions.GetValueOrDefault(symbol) + desk.Okx.Positions.GetValueOrDefault(symbol)));
    }
}
