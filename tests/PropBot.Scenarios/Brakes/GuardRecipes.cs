using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios.Brakes;

/// <summary>Every guard of the gate, in its order.</summary>
public static class GuardRecipes
{
    private const string Btc = "BTCUSDT";

    /// <summary>Refusals about a state rather than an amount.</summary>
    public static readonly IReadOnlyList<string> WithoutNumbers =
        ["hold_active", "safe_mode", "not_running", "clock_unknown", "var_unknown", "private_stream_down", "dead_man_unarmed", "instrument_closed", "opposite_direction_open",
            "maintenance", "maintenance_near", "disk_low", "host_unknown"];

    public static IReadOnlyList<GuardRecipe> All { get; } =
    [
        new("state:hold", "hold_active") { Trip = d => d.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator")), Hold = "manual_hold" },
        new("state:safe_mode", "safe_mode") { Trip = SafeMode, EndsWithProcess = true },
        new("state:standby", "not_running") { Trip = Standby, EndsWithProcess = true },
        new("preflight", "hold_active")
        {
            Trip = d => { d.Okx.Down(); d.Advance(TimeSpan.FromSeconds(11)); },
            Hold = "preflight:streams_okx",
            AfterRestart = d => d.Okx.Down(),
            Heal = d => d.Okx.Up(),
        },
        new("book_freshness", "book_stale")
        {
            Trip = Stale,
            Market = d => d.Binance.Quote(0, 60_299m, 60_301m),
            AfterRestart = d => { d.Advance(TimeSpan.FromSeconds(1)); Stale(d); },
        },
        new("clock:skew", "clock_skew") { Trip = d => d.Okx.Clock(250), AfterRestart = d => { d.Settle(); d.Okx.Clock(250); }, EndsWithProcess = true, Heal = d => d.Okx.Clock(0) },
        new("clock:twice", "hold_active") { Trip = d => { d.Okx.Clock(250); d.Settle(); d.Okx.Clock(250); }, Hold = "clock_skew", Heal = d => d.Okx.Clock(0) },
        new("private_stream", "private_stream_down") { Trip = d => d.Okx.OrdersUnheard(), AfterRestart = d => d.Okx.OrdersUnheard(), Heal = d => d.Okx.Up() },
        new("dead_man", "dead_man_unarmed")
        {
            Trip = d =>
            {
                d.Binance.Switch.Trouble = "-1003 too many requests";
                d.Binance.Script.Enqueue(Treatment.Expire);
                d.Dear();
                d.Until(() => d.Snapshot.Blocks.Any(b => b.Code == "dead_man_unarmed"), "trouble");
            },
            Heal = d => d.Binance.Switch.Trouble = "",
        },
        new("instrument_status", "instrument_closed")
        {
            Trip = d => d.Okx.Change(Btc, i => i with { Status = InstrumentStatus.CloseOnly }),
            Heal = d => d.Okx.Change(Btc, i => i with { Status = InstrumentStatus.Trading }),
        },
        new("ledger", "hold_active")
        {
            Trip = d => { d.Writes.Broken = true; d.Advance(TimeSpan.FromSeconds(2)); },
            Hold = "ledger_unavailable",
            HoldIsWritten = false,
            EndsWithProcess = true,
            Heal = d => d.Writes.Broken = false,
        },
        new("blocks", "desync_suspected")
        {
            // Suspected for two seconds, then STATE DESYNC and HOLD (row desync of the table).
            Options = o => o with { Reconciliation = o.Reconciliation with { Again = TimeSpan.FromSeconds(60) } },
            Trip = d =>
            {
                d.Okx.Positions[Btc] = 0.001m;
                d.Until(() => d.Snapshot.Blocks.Any(b => b.Code == "desync_suspected"), "a suspicion", 15);
            },
            Heal = d => d.Okx.Positions.Remove(Btc),
        },
        new("quarantine", "pair_quarantined")
        {
            Options = o => o with { Hedging = o.Hedging with { LegFailure = LegFailurePolicy.Unwind, MaxFailuresPerMinute = 100 } },
            Arrange = d => { Unwound(d); d.Run(); },
            Trip = d => { d.Advance(TimeSpan.FromSeconds(10)); Unwound(d); d.Run(); },
            Heal = d => d.Advance(TimeSpan.FromMinutes(61)),
        },
        new("notional", "invalid_notional")
        {
            Options = o => o with { Hedging = o.Hedging with { AutoHedge = false } },
            Trip = _ => { },
            Wish = GuardRecipe.Ordinary with { NotionalUsdt = 0m },
        },
        Limit("per_position", "per_position_limit_exceeded", o => o with { Limits = o.Limits with { MaxNotionalPerPositionUsdt = 400m } }),
        Limit("per_symbol", "symbol_limit_exceeded", o => o with { Risk = o.Risk with { MaxPositionUsdt = 400m } }),
        Limit("per_venue", "venue_limit_exceeded", o => o with { Risk = o.Risk with { MaxVenueNotionalUsdt = o.Risk.MaxVenueNotionalUsdt.Add(Venue.Okx, 400m) } }),
        Limit("total_notional", "total_notional_limit_exceeded", o => o with { Limits = o.Limits with { MaxTotalNotionalUsdt = 400m } }),
        new("open_positions", "too_many_open_positions")
        {
            Options = o => o with { Limits = o.Limits with { MaxOpenPositions = 1 } },
            Trip = Hedged,
            Heal = Closed,
        },
        new("leverage", "leverage_limit_exceeded")
        {
            Options = o => o with { Leverage = 3m, Limits = o.Limits with { MaxLeverage = 2m } },
            Trip = _ => { },
            Allowed = GuardRecipe.Ordinary with { Leverage = 2m },
        },
        new("net_delta", "net_delta_exceeded")
        {
            // What stands as booked dust already leans; the bound is far below any ordinary one to see it act.
            Options = o => o with { Risk = o.Risk with { MaxNetDeltaUsdt = 1m }, Hedging = o.Hedging with { MaxDustUsdt = 700m, TakeProfit = new Bps(1_000m) } },
            Trip = d =>
            {
                d.Okx.Change(Btc, i => i with { MinQuantity = new Quantity(0.01m) });
                d.Okx.Script.Enqueue(Treatment.FillHalf);
                Hedged(d);
            },
            Heal = Closed,
        },
        new("direction", "opposite_direction_open")
        {
            Options = o => o with { Hedging = o.Hedging with { TakeProfit = new Bps(1_000m), Stop = new Bps(1_000m) } },
            Trip = Hedged,
            Market = d => d.Dear(-300m),
            Heal = Closed,
        },
        new("daily_loss", "hold_active")
        {
            Options = o => o with { Limits = o.Limits with { MaxDailyLossUsdt = 50m } },
            Arrange = d => d.Advance(TimeSpan.FromSeconds(11)),
            Trip = d =>
            {
                Lose(d, 60m);
                d.Until(() => d.Snapshot.HoldReasons.Any(r => r.Code == "risk_limit breach: MAX_DAILY_LOSS_USDT"), "the day's loss", 15);
            },
            Hold = "risk_limit breach: MAX_DAILY_LOSS_USDT",
            Heal = d => { d.Advance(TimeSpan.FromSeconds(20)); ToTheNextDay(d); },
        },
        new("unrealised_loss", "hold_active")
        {
            Options = o => o with { Risk = o.Risk with { MaxUnrealisedLossUsdt = 1m }, Hedging = o.Hedging with { TakeProfit = new Bps(1_000m), Stop = new Bps(1_000m) } },
            Arrange = Hedged,
            Trip = d => { Marks(d, 60_000m, 60_600m); d.Dear(); d.Advance(TimeSpan.FromSeconds(3)); },
            Market = d => { Marks(d, 60_000m, 60_600m); d.Dear(); },
            Cause = "unrealised_loss_reached",
            Hold = "risk_limit breach: MAX_UNREALIZED_LOSS_USD",
            Heal = Closed,
        },
        new("basis_var", "var_unknown")
        {
            // Nobody can tell yet what a day may lose; after 200 minutes of a market that stands still it is nothing.
            Trip = VarLimit,
            AfterRestart = VarLimit,
            Heal = d => Minutes(d, 202),
        },
        new("margin_ratio", "hold_active") { Trip = d => { d.Okx.MarginRatio = 0.82m; d.Okx.Up(); d.Advance(TimeSpan.FromSeconds(1)); }, Hold = "okx:margin_ratio_high", Heal = d => { d.Okx.MarginRatio = 0.01m; d.Okx.Up(); } },
        new("available_balance", "insufficient_balance")
        {
            // Enough for a standard hedge, which is what the balances monitor asks for, and too little for this one.
            Options = o => o with { Hedging = o.Hedging with { AutoHedge = false } },
            Trip = d => { d.Okx.Transfer(-98_500m); d.Okx.Up(); },
            Wish = GuardRecipe.Ordinary with { NotionalUsdt = 4_000m },
            Heal = d => { d.Okx.Transfer(98_500m); d.Okx.Up(); },
        },
        new("open_orders", "too_many_open_orders")
        {
            // An order of another pair rests at the venue, which no IOC order should.
            Options = o => o with { Universe = new PairUniverse([Btc, "ETHUSDT"]), Risk = o.Risk with { MaxOpenOrders = 1 }, Hedging = o.Hedging with { LegDeadline = TimeSpan.FromSeconds(30) } },
            Trip = d =>
            {
                d.Binance.Script.Enqueue(Treatment.Rest);
                d.Binance.Quote(1, 2_999.5m, 3_000.5m);
                d.Okx.Quote(1, 3_014.5m, 3_015.5m);
                d.Until(() => d.Binance.Script.Count == 0, "a resting order");
            },
            EndsWithProcess = true,
            Heal = d => { d.Binance.EndAll(); d.Advance(TimeSpan.FromSeconds(5)); },
        },
        new("rate_budget", "rate_budget_low") { Trip = d => d.Okx.Room = 1, Heal = d => d.Okx.Room = 300 },
        new("runaway", "hold_active")
        {
            Options = o => o with { Limits = o.Limits with { MaxOrdersPerMinute = 2 }, Hedging = o.Hedging with { TakeProfit = new Bps(1_000m) } },
            Arrange = Hedged,
            Trip = d => d.Dear(),
            Cause = "orders_per_min_limit_exceeded:4>2",
            Hold = "runaway_orders_per_min",
            Heal = d => d.Advance(TimeSpan.FromSeconds(61)),
        },
        .. WatchRecipes.All,
    ];

    private static GuardRecipe Limit(string guard, string code, Func<TradingOptions, TradingOptions> options) =>
        new(guard, code) { Options = options, Trip = _ => { }, Allowed = GuardRecipe.Ordinary with { NotionalUsdt = 300m } };

    private static void VarLimit(DeskHarness desk) => Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.LowerLimit("a", "max_var_24h_usdt", "", 1m)));

    /// <summary>A market that stands still, looked at once a minute: history without risk.</summary>
    private static void Minutes(DeskHarness desk, int count)
    {
        for (var i = 0; i < count; i++)
        {
            desk.Advance(TimeSpan.FromSeconds(59));
            desk.Quiet();
            desk.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static void Stale(DeskHarness desk)
    {
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(3));
    }

    private static void SafeMode(DeskHarness desk) => desk.Send(new DeskCommand.SetSafeMode("a", true));

    private static void Standby(DeskHarness desk)
    {
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId) { RootCause = "rehearsed" });
        desk.Send(new DeskCommand.SetSafeMode("a", false));
        Assert.Equal(DeskState.Standby, desk.Snapshot.State);
    }

    private static void Hedged(DeskHarness desk)
    {
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Advance(TimeSpan.FromSeconds(3));
    }

    private static void Closed(DeskHarness desk)
    {
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Quiet();
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(
            () =>
            {
                desk.Quiet();
                return desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned);
            },
            "closed", 60);
    }

    private static void Unwound(DeskHarness desk)
    {
        desk.Advance(TimeSpan.FromSeconds(3));
        var opened = desk.Snapshot.Hedges.Length;
        desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Until(() => desk.Snapshot.Hedges.Length > opened && desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned or HedgeState.Hedged), "unwound");
        desk.Okx.Always = Treatment.Fill;
    }

    private static void Lose(DeskHarness desk, decimal usdt)
    {
        desk.Okx.TradeUntold(Btc, Side.Buy, 0.1m, 60_000m);
        desk.Okx.TradeUntold(Btc, Side.Sell, 0.1m, 60_000m - (usdt * 10m));
    }

    private static void Marks(DeskHarness desk, decimal binance, decimal okx)
    {
        desk.Binance.Mark(0, binance);
        desk.Okx.Mark(0, okx);
    }

    private static void ToTheNextDay(DeskHarness desk)
    {
        var midnight = DailyLoss.DayStart(desk.Clock.GetUtcNow()).AddDays(1);
        desk.Clock.Jump(midnight - desk.Clock.GetUtcNow() + TimeSpan.FromMinutes(2));
        desk.Settle();
        desk.Advance(TimeSpan.FromSeconds(65));
    }
}
