using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios.Brakes;

/// <summary>What stops the desk: each reason by its own cause, across a kill -9, and left by two people when nothing blocks any more.</summary>
public class HoldScenarios
{
    private const string Btc = "BTCUSDT";

    private sealed record Recipe(string Reason, Action<DeskHarness> Trip)
    {
        public Func<TradingOptions, TradingOptions> Options { get; init; } = static o => o;

        /// <summary>Ends what still blocks the resume.</summary>
        public Action<DeskHarness> Heal { get; init; } = static _ => { };
    }

    private static readonly IReadOnlyList<Recipe> All =
    [
        new("manual_hold", d => d.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"))),
        new("kill_switch", d => d.Send(new DeskCommand.Kill("a", FlattenScope.None))),
        new("hedge_leg_failed", d =>
        {
            d.Okx.Always = Treatment.Refuse;
            d.Dear();
            d.Until(() => d.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        })
        {
            Heal = TakenBack,
        },
        new("naked_bound", d =>
        {
            d.Okx.Always = Treatment.Refuse;
            d.Dear();
            d.Until(() => d.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
            d.Binance.Down();
            d.Advance(TimeSpan.FromSeconds(62));
        })
        {
            Heal = d => { d.Binance.Up(); TakenBack(d); },
        },
        new("dead_man_fired", d =>
        {
            d.Okx.Script.Enqueue(Treatment.Rest);
            d.Dear();
            d.Until(() => d.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
            d.Okx.FireDeadMan(d.Okx.Placed[0].Id.Value);
        })
        {
            Heal = TakenBack,
        },
        new("desync", d =>
        {
            d.Okx.Positions[Btc] = 0.5m;
            d.Until(() => d.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "desync", 40);
        })
        {
            Heal = d => d.Okx.Positions.Remove(Btc),
        },
        new("foreign_order", d =>
        {
            d.Okx.OpenOrders.Add(new OrderUpdate(
                Venue.Okx, Btc, "", "hand7", Side.Buy, new Quantity(0.01m), new Price(50_000m), false, VenueOrderStatus.Live, Quantity.Zero, null, "", d.Clock.GetUtcNow()));
            d.Until(() => d.Snapshot.HoldReasons.Any(r => r.Code == "foreign_order"), "found", 15);
        })
        {
            Heal = d => d.Okx.OpenOrders.Clear(),
        },
        new("AUTO_THROTTLE/AUTO_HEDGE_FAILURES", d =>
        {
            d.Binance.Always = d.Okx.Always = Treatment.Refuse;
            for (var i = 0; i < 12; i++)
            {
                d.Dear();
                d.Advance(TimeSpan.FromSeconds(5));
            }
        })
        {
            Heal = d => d.Binance.Always = d.Okx.Always = Treatment.Fill,
        },
        new("desk_fault:quote", d =>
        {
            d.Okx.Broken = new InvalidOperationException("a broken promise");
            d.Dear();
        })
        {
            Heal = d => d.Okx.Broken = null,
        },
        new("runaway_cancels_per_min", d =>
        {
            for (var i = 0; i < 2; i++) d.Send(new DeskCommand.CancelAll("a", null));
            d.Advance(TimeSpan.FromSeconds(2));
        })
        {
            Options = o => o with { Limits = o.Limits with { MaxCancelsPerMinute = 3 } },
            Heal = d => d.Advance(TimeSpan.FromSeconds(61)),
        },
    ];

    public static TheoryData<string> Reasons() => [.. All.Select(r => r.Reason)];

    [Theory, MemberData(nameof(Reasons))]
    public async Task a_hold_stops_opens_within_a_step_outlives_a_kill_9_and_is_left_by_two_people_only(string reason)
    {
        var recipe = All.Single(r => r.Reason == reason);
        await using var desk = new DeskHarness(recipe.Options);
        desk.Run();
        recipe.Trip(desk);
        desk.Advance(TimeSpan.FromMilliseconds(50));
        StandsOn(desk, reason);
        var opened = Opens(desk);
        var epoch = desk.Snapshot.HoldEpoch;
        OnePersonCannotLeave(desk);

        desk.Advance(TimeSpan.FromSeconds(1));
        await desk.Crash();
        StandsOn(desk, reason);
        Assert.Equal(epoch, desk.Snapshot.HoldEpoch);
        OnePersonCannotLeave(desk);

        recipe.Heal(desk);
        desk.Binance.Clock(0);
        desk.Okx.Clock(0);
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green) && desk.Snapshot.Blocks.IsEmpty, "nothing that blocks", 120);
        for (var i = 0; i < 20; i++)
        {
            desk.Dear();
            desk.Advance(TimeSpan.FromMilliseconds(100));
        }

        StandsOn(desk, reason);
        Assert.Equal(opened, Opens(desk));
        desk.Run();
        Assert.Empty(desk.Snapshot.HoldReasons);
    }

    private static void OnePersonCannotLeave(DeskHarness desk)
    {
        Assert.Equal("hold_active", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Resume("a"))).Code);
        Assert.Equal("hold_active", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.SetSafeMode("a", false))).Code);
        var stale = new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch - 1, desk.Snapshot.BootId);
        Assert.Equal("state_changed", Assert.IsType<CommandResult.Refused>(desk.Send(stale)).Code);
    }

    private static void StandsOn(DeskHarness desk, string reason)
    {
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == reason);
    }

    private static void TakenBack(DeskHarness desk)
    {
        desk.Okx.Always = Treatment.Fill;
        desk.Until(
            () =>
            {
                desk.Quiet();
                return desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned);
            },
            "taken back", 90);
    }

    private static int Opens(DeskHarness desk) => desk.Binance.Placed.Concat(desk.Okx.Placed).Count(o => !o.ReduceOnly);
}
