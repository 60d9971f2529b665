using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;
using PropBot.Trading.Watchdogs;

namespace PropBot.Scenarios.Brakes;

/// <summary>The edge guard and the watchdogs as guards of the gate.</summary>
internal static class WatchRecipes
{
    private const string Btc = "BTCUSDT";

    public static IReadOnlyList<GuardRecipe> All { get; } =
    [
        new("edge_desync", "hold_active")
        {
            Trip = d =>
            {
                d.Okx.Positions[Btc] = 0.5m;
                d.Until(() => d.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "desync", 40);
            },
            Hold = "desync",
            Heal = d => d.Okx.Positions.Remove(Btc),
        },
        new("edge_throttle", "hold_active")
        {
            Options = o => Patient(o) with { Watch = o.Watch with { Throttle = o.Watch.Throttle with { AutoHedgeFailures = 100, RejectionBurst = 3 } } },
            Trip = Rejected,
            Hold = AutoThrottle.OrderRejections,
            Heal = d => d.Binance.Always = d.Okx.Always = Treatment.Fill,
        },
        new("edge_partial", "hold_active") { Trip = Partial, Hold = "hedge_leg_failed", Heal = TakenBack },
        new("edge_slippage", "slippage_degraded")
        {
            Options = o => o with { Hedging = o.Hedging with { TakeProfit = new Bps(1_000m), Stop = new Bps(1_000m) }, Limits = o.Limits with { MaxOpenPositions = 10 } },
            Trip = d =>
            {
                for (var i = 0; i < 2; i++) Slipped(d);
            },
            Heal = AgedOut,
        },
        new("edge_fail_rate", "execution_fail_rate_high")
        {
            Options = o => Patient(o) with
            {
                Hedging = o.Hedging with { LegFailure = LegFailurePolicy.Unwind, MaxFailuresPerMinute = 100, ChurnUnwinds = 100 },
                Watch = o.Watch with { Throttle = o.Watch.Throttle with { AutoHedgeFailures = 100 } },
            },
            Trip = d =>
            {
                for (var i = 0; i < 2; i++)
                {
                    Unwound(d);
                    d.Run();
                }
            },
            Heal = AgedOut,
        },
        new("edge_pnl_trend", "pnl_downtrend_with_exposure")
        {
            Options = o => o with { Hedging = o.Hedging with { TakeProfit = new Bps(1_000m), Stop = new Bps(1_000m) }, Limits = o.Limits with { MaxTotalNotionalUsdt = 1_300m } },
            Arrange = d => { Dear(d); d.Until(() => d.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged"); },
            Trip = Falling,
            Heal = Closed,
        },
        new("maintenance:in it", "hold_active")
        {
            Trip = d => { d.Okx.Notices.Add(new MaintenanceNotice(d.Clock.GetUtcNow().AddMinutes(-1), d.Clock.GetUtcNow().AddHours(1), "upgrade")); d.Advance(TimeSpan.FromSeconds(31)); },
            Hold = "maintenance",
            Heal = d => { d.Okx.Notices.Clear(); d.Advance(TimeSpan.FromSeconds(31)); },
        },
        new("maintenance:ten minutes before", "maintenance_near")
        {
            Trip = d => { d.Okx.Notices.Add(new MaintenanceNotice(d.Clock.GetUtcNow().AddMinutes(9), null, "upgrade")); d.Advance(TimeSpan.FromSeconds(31)); },
            AfterRestart = d => d.Advance(TimeSpan.FromSeconds(31)),
            Heal = d => { d.Okx.Notices.Clear(); d.Advance(TimeSpan.FromSeconds(31)); },
        },
        new("venue_watchdog", "hold_active")
        {
            Trip = d =>
            {
                for (var i = 0; i < 30; i++) d.Okx.Tally.Lost();
                d.Advance(TimeSpan.FromSeconds(1));
            },
            Hold = "EXCHANGE_WATCHDOG::OKX::DOWN",
            EndsWithProcess = true,
        },
        new("host:little disk", HostHealth.DiskLow)
        {
            Trip = d => Disk(d, 400),
            AfterRestart = d => Disk(d, 400),
            Heal = d => Disk(d, 5_000),
        },
        new("host:no disk", "hold_active")
        {
            Trip = d => { Disk(d, 150); d.Advance(TimeSpan.FromMilliseconds(100)); },
            Hold = HostHealth.DiskLow,
            AfterRestart = d => Disk(d, 150),
            EndsWithProcess = true,
            Heal = d => Disk(d, 5_000),
        },
        new("host:unread", HostHealth.Unknown)
        {
            Trip = Forgotten,
            AfterRestart = Forgotten,
            Heal = d => Disk(d, 5_000),
        },
        new("liquidity", "hold_active")
        {
            Trip = d => { d.Okx.Transfer(-99_990m); d.Okx.Up(); d.Advance(TimeSpan.FromSeconds(1)); },
            Hold = "okx:free_below_order_notional",
            Heal = d => { d.Okx.Transfer(99_990m); d.Okx.Up(); },
        },
    ];

    /// <summary>Failures in a row that only their own guard minds.</summary>
    private static TradingOptions Patient(TradingOptions options) => options with { Hedging = options.Hedging with { MaxFailuresPerMinute = 100 } };

    public static void Rejected(DeskHarness desk)
    {
        desk.Binance.Always = desk.Okx.Always = Treatment.Refuse;
        for (var i = 0; i < 45; i++)
        {
            Dear(desk);
            desk.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public static void Partial(DeskHarness desk)
    {
        desk.Okx.Always = Treatment.Refuse;
        Dear(desk);
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
    }

    public static void TakenBack(DeskHarness desk)
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

    public static void Closed(DeskHarness desk)
    {
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Quiet();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        TakenBack(desk);
    }

    public static void Disk(DeskHarness desk, long megabytes) => desk.Desk.Tell(new HostReading(megabytes * 1_048_576, 200 * 1_048_576L, desk.Clock.GetUtcNow()));

    private static void Dear(DeskHarness desk) => desk.Dear();

    private static void AgedOut(DeskHarness desk) => desk.Advance(AttemptWindow.Ages + TimeSpan.FromSeconds(1));

    private static void Forgotten(DeskHarness desk)
    {
        Disk(desk, 5_000);
        desk.Advance(TimeSpan.FromSeconds(31));
        Clocks(desk);
        desk.Advance(TimeSpan.FromSeconds(31));
    }

    private static void Clocks(DeskHarness desk)
    {
        desk.Binance.Clock(0);
        desk.Okx.Clock(0);
    }

    // The thinner book goes first, and its price has gone by the time the order is there: 15 bps, still worth its while.
    private static void Slipped(DeskHarness desk)
    {
        var hedged = desk.Snapshot.Hedges.Count(h => h.State == HedgeState.Hedged);
        desk.Binance.WhenPlaced = () => desk.Binance.Quote(0, 60_089.5m, 60_090.5m, 5m);
        desk.Until(
            () =>
            {
                desk.Binance.Quote(0, 59_999.5m, 60_000.5m, 5m);
                desk.Okx.Quote(0, 60_299.5m, 60_300.5m);
                return desk.Snapshot.Hedges.Count(h => h.State == HedgeState.Hedged) > hedged;
            },
            "hedged");
        desk.Binance.WhenPlaced = null;
        desk.Quiet();
        desk.Advance(TimeSpan.FromMilliseconds(200));
    }

    // After a failure the strategy cools down for ten seconds.
    private static void Unwound(DeskHarness desk)
    {
        desk.Advance(TimeSpan.FromSeconds(11));
        var opened = desk.Snapshot.Hedges.Length;
        desk.Okx.Always = Treatment.Refuse;
        Dear(desk);
        desk.Until(() => desk.Snapshot.Hedges.Length > opened && desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "unwound");
        desk.Okx.Always = Treatment.Fill;
        desk.Quiet();
    }

    // Five snapshots five minutes apart, each worse, with marks that are never stale.
    private static void Falling(DeskHarness desk)
    {
        for (var i = 0; i < 90; i++)
        {
            desk.Binance.Mark(0, 60_000m - i);
            desk.Okx.Mark(0, 60_300m + i);
            Clocks(desk);
            desk.Quiet();
            desk.Advance(TimeSpan.FromSeconds(20));
        }
    }
}
