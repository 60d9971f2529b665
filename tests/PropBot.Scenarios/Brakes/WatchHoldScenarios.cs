using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios.Brakes;

/// <summary>What the governor, the throttle and the watchdogs stop the desk for: each by its own cause, across a kill -9, left by two people and not taken again.</summary>
public class WatchHoldScenarios
{
    private sealed record Recipe(string Reason, Action<DeskHarness> Trip)
    {
        public Func<TradingOptions, TradingOptions> Options { get; init; } = static o => o;

        /// <summary>Ends the cause; without one a resumed desk would hold again at once.</summary>
        public Action<DeskHarness> Heal { get; init; } = static _ => { };
    }

    private static readonly IReadOnlyList<Recipe> All =
    [
        new("risk_limit breach: MAX_TOTAL_NOTIONAL_USDT", d => { Hedged(d); Lower(d, "MAX_TOTAL_NOTIONAL_USDT", 400m); }) { Options = Patient, Heal = WatchRecipes.Closed },
        new("AUTO_THROTTLE/RUNAWAY_TOTAL_NOTIONAL", d => { Hedged(d); Lower(d, "MAX_TOTAL_NOTIONAL_USDT", 400m); }) { Options = Patient, Heal = WatchRecipes.Closed },
        new("AUTO_THROTTLE/RUNAWAY_OPEN_POSITIONS", d => { Hedged(d); d.Advance(TimeSpan.FromSeconds(3)); Hedged(d); Lower(d, "MAX_OPEN_POSITIONS", 1m); }) { Options = Patient, Heal = WatchRecipes.Closed },
        new("AUTO_THROTTLE/PARTIAL_HEDGE_STALLED", d =>
        {
            WatchRecipes.Partial(d);
            for (var i = 0; i < 31; i++)
            {
                Clocks(d);
                d.Advance(TimeSpan.FromSeconds(10));
            }
        })
        {
            // The day's budget of naked exposure would stand in the way of the resume long after.
            Options = o => o with { Hedging = o.Hedging with { NakedAutoUnwind = false }, NakedBudgetUsdtSeconds = 10_000_000m },
            Heal = d => { d.Send(new DeskCommand.CloseHedges("a", null)); WatchRecipes.TakenBack(d); },
        },
        new("AUTO_THROTTLE/ORDER_REJECTIONS", WatchRecipes.Rejected)
        {
            Options = o => o with
            {
                Hedging = o.Hedging with { MaxFailuresPerMinute = 100 },
                Watch = o.Watch with { Throttle = o.Watch.Throttle with { AutoHedgeFailures = 100, RejectionBurst = 3 } },
            },
            Heal = d => d.Binance.Always = d.Okx.Always = Treatment.Fill,
        },
        new("okx:balance_unavailable", d => { d.Okx.Mute = true; d.Advance(TimeSpan.FromSeconds(50)); }) { Heal = d => d.Okx.Mute = false },
        new("ACCOUNT_HEALTH::CRITICAL::OKX", d => { d.Okx.MarginRatio = 0.9m; d.Okx.Up(); d.Advance(TimeSpan.FromSeconds(1)); }) { Heal = d => { d.Okx.MarginRatio = 0.01m; d.Okx.Up(); } },
        new("EXCHANGE_WATCHDOG::OKX::DOWN", d => { d.Quiet(); d.Okx.Down(); d.Advance(TimeSpan.FromSeconds(12)); }) { Heal = d => d.Okx.Up() },
        new("venue_shut_out:okx", d => { d.Okx.Tally.Answered(418); d.Advance(TimeSpan.FromSeconds(1)); }),
        new("venue_ban:okx", d =>
        {
            d.Dear();
            d.Until(() => d.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
            d.Okx.Tally.Answered(200, shutsOut: true);
            d.Advance(TimeSpan.FromSeconds(1));
        })
        {
            Heal = WatchRecipes.Closed,
        },
        new("maintenance", d => { d.Okx.Script.Enqueue(Treatment.Maintenance); d.Dear(); d.Advance(TimeSpan.FromSeconds(3)); }) { Heal = d => { WatchRecipes.Closed(d); d.Advance(TimeSpan.FromSeconds(61)); } },
        new("clock_jump", d => { d.Clock.StepWall(TimeSpan.FromSeconds(-3)); d.Advance(TimeSpan.FromSeconds(1)); }),
    ];

    public static TheoryData<string> Reasons() => [.. All.Select(r => r.Reason)];

    [Theory, MemberData(nameof(Reasons))]
    public async Task a_hold_stops_opens_outlives_a_kill_9_and_is_left_by_two_people_only(string reason)
    {
        var recipe = All.Single(r => r.Reason == reason);
        await using var desk = new DeskHarness(recipe.Options);
        desk.Run();
        desk.Advance(TimeSpan.FromSeconds(3));
        recipe.Trip(desk);
        desk.Advance(TimeSpan.FromSeconds(1));
        StandsOn(desk, reason);
        var opened = Opens(desk);
        Assert.Equal("hold_active", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.Resume("a"))).Code);
        Assert.Contains(desk.Ledger.Read(db => Alerts(db)), text => text.Contains($"HOLD {reason}:", StringComparison.Ordinal));

        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(1));
        StandsOn(desk, reason);

        recipe.Heal(desk);
        Clocks(desk);
        for (var i = 0; i < 20; i++)
        {
            desk.Dear();
            desk.Advance(TimeSpan.FromMilliseconds(100));
        }

        StandsOn(desk, reason);
        Assert.Equal(opened, Opens(desk));
        Clocks(desk);
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green) && desk.Snapshot.Blocks.IsEmpty, "nothing that blocks", 120);
        desk.Run();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, r => r.Code == reason);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(-3)]
    public async Task a_clock_that_jumps_is_a_hold_and_one_that_is_slewed_is_not(int seconds)
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Clock.StepWall(TimeSpan.FromSeconds(seconds > 0 ? 50 : -1));
        desk.Advance(TimeSpan.FromMilliseconds(200));
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, r => r.Code == "clock_jump");
        desk.Clock.StepWall(TimeSpan.FromSeconds(seconds));
        desk.Advance(TimeSpan.FromMilliseconds(200));
        StandsOn(desk, "clock_jump");
    }

    [Fact]
    public async Task in_dry_run_accounts_hold_nothing_and_clocks_do()
    {
        await using var desk = new DeskHarness(o => o with { DryRun = true });
        desk.Run();
        desk.Okx.MarginRatio = 0.9m;
        desk.Okx.Transfer(-99_999m);
        desk.Okx.Up();
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        desk.Okx.Clock(250);
        desk.Okx.Clock(250);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        StandsOn(desk, "clock_skew");
    }

    private static TradingOptions Patient(TradingOptions options) => options with { Hedging = options.Hedging with { TakeProfit = new Bps(1_000m), Stop = new Bps(1_000m) } };

    private static void Hedged(DeskHarness desk)
    {
        var before = desk.Hedges.Count(h => h.State == HedgeState.Hedged);
        desk.Until(
            () =>
            {
                desk.Dear();
                return desk.Hedges.Count(h => h.State == HedgeState.Hedged) > before;
            },
            "hedged");
        desk.Quiet();
    }

    private static void Lower(DeskHarness desk, string limit, decimal value)
    {
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.LowerLimit("a", limit, "", value)));
        desk.Advance(TimeSpan.FromSeconds(1));
    }

    private static List<string> Alerts(Microsoft.Data.Sqlite.SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select text from alert";
        using var row = command.ExecuteReader();
        var texts = new List<string>();
        while (row.Read()) texts.Add(row.GetString(0));
        return texts;
    }

    private static void Clocks(DeskHarness desk)
    {
        desk.Binance.Clock(0);
        desk.Okx.Clock(0);
    }

    private static void StandsOn(DeskHarness desk, string reason)
    {
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == reason);
    }

    private static int Opens(DeskHarness desk) => desk.Binance.Placed.Concat(desk.Okx.Placed).Count(o => !o.ReduceOnly);
}
