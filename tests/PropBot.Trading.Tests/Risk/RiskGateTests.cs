using System.Collections.Immutable;
using PropBot.Testing;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Risk;
using PropBot.Trading.Watchdogs;
using static PropBot.Trading.Tests.Risk.RiskSamples;

namespace PropBot.Trading.Tests.Risk;

public class RiskGateTests
{
    /// <summary>Guard, code, and facts that only this guard minds.</summary>
    public static TheoryData<string, string, RiskFacts> Refusals() => new()
    {
        { "state", "hold_active", Good with { State = DeskState.Hold } },
        { "state", "safe_mode", Good with { State = DeskState.StandbySafe } },
        { "state", "safe_mode", Good with { State = DeskState.RunSafe } },
        { "state", "not_running", Good with { State = DeskState.Standby } },
        { "preflight", "preflight_not_passed", Good with { PreflightDone = false } },
        { "preflight", "preflight:clock_okx", Good with { RedPreflight = "clock_okx" } },
        { "book_freshness", "book_stale", Good with { Buy = Good.Buy with { BookAge = TimeSpan.FromMilliseconds(1_501) } } },
        { "book_freshness", "book_stale", Good with { Sell = Good.Sell with { BookAge = null } } },
        { "clock", "clock_skew", Good with { Sell = Good.Sell with { ClockExcess = TimeSpan.FromMilliseconds(200) } } },
        { "clock", "clock_unknown", Good with { Sell = Good.Sell with { ClockExcess = null } } },
        { "clock", "clock_unknown", Good with { Buy = Good.Buy with { ClockAge = TimeSpan.FromSeconds(61) } } },
        { "private_stream", "private_stream_down", Good with { Buy = Good.Buy with { PrivateUp = false } } },
        { "dead_man", "dead_man_unarmed", Good with { Sell = Good.Sell with { DeadManTrouble = "HTTP 503" } } },
        { "instrument_status", "instrument_closed", Good with { Sell = Good.Sell with { Status = InstrumentStatus.CloseOnly } } },
        { "instrument_status", "instrument_closed", Good with { Buy = Good.Buy with { Status = InstrumentStatus.Halted } } },
        { "instrument_status", "instrument_closed", Good with { Buy = Good.Buy with { Status = null } } },
        { "ledger", "ledger_unavailable", Good with { LedgerWritable = false } },
        { "blocks", "partial_hedge", Good with { Blocks = [new Block("partial_hedge", "hedge p1 is partial")] } },
        { "edge_desync", "desync", Good with { Edge = Good.Edge with { Desync = true } } },
        { "edge_throttle", "risk_throttle_active", Good with { Edge = Good.Edge with { HoldReason = AutoThrottle.OrderRejections } } },
        { "edge_partial", "partial_hedge_outstanding", Good with { Edge = Good.Edge with { Partials = 1 } } },
        { "edge_slippage", "slippage_degraded", Good with { Edge = Good.Edge with { Execution = Good.Edge.Execution with { MeanSlippageBps = 5.01m } } } },
        { "edge_fail_rate", "execution_fail_rate_high", Good with { Edge = Good.Edge with { Execution = Good.Edge.Execution with { FailureRate = 0.4m } } } },
        { "edge_pnl_trend", "pnl_downtrend_with_exposure", Good with { Edge = Good.Edge with { Unrealised = [5m, 4m, 3m, 2m, 1m], ExposureUsdt = 105_000m } } },
        { "maintenance", "maintenance", Good with { Watch = Good.Watch with { Maintenance = [new(Venue.Okx, new(Venue.Okx, Good.Now, null, "announced"), null)] } } },
        { "maintenance", "maintenance_near", Good with { Watch = Good.Watch with { Maintenance = [new(Venue.Okx, null, new(Venue.Okx, Good.Now.AddMinutes(9), null, "planned"))] } } },
        { "venue_watchdog", "venue_down", Good with { Watch = Good.Watch with { VenuesDown = ["okx is DOWN: dark for 12 s"] } } },
        { "host", "disk_low", Good with { Watch = Good.Watch with { Host = [new("disk_low", Holds: false, "400 MB are free under DATA_DIR")] } } },
        { "quarantine", "pair_quarantined", Good with { QuarantinedUntil = Good.Now.AddSeconds(1) } },
        { "notional", "invalid_notional", Good with { NotionalUsdt = 0m } },
        { "per_position", "per_position_limit_exceeded", Good with { NotionalUsdt = 1_500.01m } },
        { "per_symbol", "symbol_limit_exceeded", Good with { OpenNotionalOfSymbolUsdt = 19_000.01m } },
        { "per_symbol", "symbol_limit_exceeded", Good with { Symbol = "ETHUSDT", OpenNotionalOfSymbolUsdt = 4_000.01m } },
        { "per_venue", "venue_limit_exceeded", Good with { Sell = Good.Sell with { Notional = 29_000.01m } } },
        { "per_venue", "venue_limit_exceeded", Good with { Sell = Good.Sell with { Notional = null } } },
        { "total_notional", "total_notional_limit_exceeded", Good with { OpenNotionalUsdt = 149_000.01m } },
        { "open_positions", "too_many_open_positions", Good with { OpenHedges = 3 } },
        { "leverage", "leverage_limit_exceeded", Good with { Leverage = 5.1m } },
        { "leverage", "leverage_limit_exceeded", Good with { Leverage = 0m } },
        { "net_delta", "net_delta_exceeded", Good with { NetDeltaUsdt = 50.01m } },
        { "net_delta", "net_delta_unknown", Good with { NetDeltaUsdt = null } },
        { "direction", "opposite_direction_open", Good with { OpenDirectionBuy = Venue.Okx } },
        { "daily_loss", "daily_loss_reached", Good with { DailyLossUsdt = 2_500m } },
        { "daily_loss", "daily_loss_unknown", Good with { DailyLossUsdt = null } },
        { "unrealised_loss", "unrealised_loss_reached", Good with { UnrealisedLossUsdt = 1_000m } },
        { "unrealised_loss", "unrealised_loss_unknown", Good with { UnrealisedLossUsdt = null } },
        { "basis_var", "var_limit_reached", Good with { VarDayUsdt = 500m } },
        { "basis_var", "var_unknown", Good with { VarDayUsdt = null } },
        { "margin_ratio", "margin_ratio_high", Good with { Buy = Good.Buy with { MarginRatio = 0.8m } } },
        { "margin_ratio", "margin_ratio_unknown", Good with { Sell = Good.Sell with { MarginRatio = null } } },
        { "available_balance", "balance_unknown", Good with { Sell = Good.Sell with { Available = null } } },
        { "available_balance", "insufficient_balance", Good with { Buy = Good.Buy with { Available = 524m } } },
        { "liquidity", "liquidity_blocked", Good with { Watch = Good.Watch with { Liquidity = new([], Measured: true, Blocked: true, "okx:free_share_low") } } },
        { "liquidity", "liquidity_blocked", Good with { Watch = Good.Watch with { Liquidity = LiquidityReading.Unread } } },
        { "open_orders", "too_many_open_orders", Good with { Buy = Good.Buy with { OpenOrders = 5 } } },
        { "open_orders", "too_many_open_orders", Good with { Sell = Good.Sell with { OpenOrders = 3 } } },
        { "rate_budget", "rate_budget_low", Good with { Sell = Good.Sell with { OrderRoom = 1 } } },
        { "rate_budget", "rate_budget_unknown", Good with { Buy = Good.Buy with { OrderRoom = null } } },
        { "runaway", "orders_per_min_limit_exceeded:301>300", Good with { OrdersThisMinute = 299 } },
    };

    [Fact]
    public void when_everything_is_right_nobody_objects() => Assert.Null(RiskGate.Check(Good, Limits));

    [Theory, MemberData(nameof(Refusals))]
    public void each_thing_that_is_wrong_refuses_with_its_own_code(string guard, string code, RiskFacts facts)
    {
        var refusal = RiskGate.Check(facts, Limits);
        Assert.Equal(code, refusal?.Code);
        Assert.True(refusal!.Text.Length > 10, refusal.Text);
        Assert.Equal(guard, RiskGate.Order.First(g => g.Check(facts, Limits) is not null).Name);
        Assert.Single(RiskGate.Order, g => g.Check(facts, Limits) is not null);
    }

    [Fact]
    public void every_guard_of_the_gate_is_seen_to_refuse() =>
        Assert.Empty(RiskGate.Order.Select(g => g.Name).Except(Refusals().Select(row => (string)row[0]), StringComparer.Ordinal));

    public static TheoryData<string, RiskFacts> LastAllowed() => new()
    {
        { "book_freshness", Good with { Buy = Good.Buy with { BookAge = Limits.MaxBookAge } } },
        { "clock", Good with { Sell = Good.Sell with { ClockExcess = Limits.ClockSkewHold - TimeSpan.FromTicks(1) } } },
        { "edge_slippage", Good with { Edge = Good.Edge with { Execution = Good.Edge.Execution with { MeanSlippageBps = 5m } } } },
        { "edge_fail_rate", Good with { Edge = Good.Edge with { Execution = Good.Edge.Execution with { FailureRate = 0.399m } } } },
        { "edge_pnl_trend", Good with { Edge = Good.Edge with { Unrealised = [5m, 4m, 3m, 2m, 1m], ExposureUsdt = 104_999m } } },
        { "edge_pnl_trend", Good with { Edge = Good.Edge with { Unrealised = [4m, 3m, 2m, 1m] } } },
        { "edge_throttle", Good with { Edge = Good.Edge with { HoldReason = "manual_hold" } } },
        { "quarantine", Good with { QuarantinedUntil = Good.Now } },
        { "per_position", Good with { NotionalUsdt = 1_500m } },
        { "per_symbol", Good with { OpenNotionalOfSymbolUsdt = 19_000m } },
        { "per_venue", Good with { Sell = Good.Sell with { Notional = 29_000m } } },
        { "total_notional", Good with { OpenNotionalUsdt = 149_000m } },
        { "open_positions", Good with { OpenHedges = 2 } },
        { "leverage", Good with { Leverage = 5m } },
        { "net_delta", Good with { NetDeltaUsdt = 50m } },
        { "direction", Good with { OpenDirectionBuy = Venue.Binance } },
        { "daily_loss", Good with { DailyLossUsdt = 2_499.99m } },
        { "unrealised_loss", Good with { UnrealisedLossUsdt = 999.99m } },
        { "basis_var", Good with { VarDayUsdt = 499.99m } },
        { "margin_ratio", Good with { Buy = Good.Buy with { MarginRatio = 0.7999m } } },
        { "available_balance", Good with { Buy = Good.Buy with { Available = 525m } } },
        { "open_orders", Good with { Buy = Good.Buy with { OpenOrders = 4 }, Sell = Good.Sell with { OpenOrders = 2 } } },
        { "rate_budget", Good with { Sell = Good.Sell with { OrderRoom = 2 } } },
        { "runaway", Good with { OrdersThisMinute = 298 } },
    };

    [Theory, MemberData(nameof(LastAllowed))]
    public void on_the_last_value_that_is_allowed_nobody_objects(string guard, RiskFacts facts) => Assert.True(RiskGate.Check(facts, Limits) is null, guard);

    [Fact]
    public void hold_is_named_before_anything_else() =>
        Assert.Equal("hold_active", RiskGate.Check(Good with { State = DeskState.Hold, NotionalUsdt = -1m, PreflightDone = false }, Limits)?.Code);

    [Fact]
    public void a_limit_that_nobody_set_does_not_bind()
    {
        var much = Good with { OpenNotionalOfSymbolUsdt = 99_000m, DailyLossUsdt = null, UnrealisedLossUsdt = null, Buy = Good.Buy with { OpenOrders = 400, Notional = null } };
        Assert.Null(RiskGate.Check(much, new RiskLimits()));
    }

    [Fact]
    public void a_guard_that_throws_refuses_and_stops_the_desk()
    {
        ImmutableArray<Guard> guards = [new("broken", (_, _) => throw new OverflowException("too large")), .. RiskGate.Order];
        var refusal = RiskGate.Check(guards, Good, Limits);
        Assert.Equal(("guard_failed", "guard_failed:broken"), (refusal?.Code, refusal?.HoldReason));
    }

    [Fact]
    public void an_impossible_number_is_a_refusal_too() =>
        Assert.Equal("guard_failed", RiskGate.Check(Good with { OpenNotionalUsdt = decimal.MaxValue, OpenNotionalOfSymbolUsdt = decimal.MaxValue }, new RiskLimits { MaxPositionUsdt = 1m })?.Code);

    [Fact]
    public void a_yes_makes_no_garbage()
    {
        for (var i = 0; i < 200; i++) RiskGate.Check(Good, Limits);
        Assert.Equal(0, Garbage.LeastOf(10, () =>
        {
            for (var i = 0; i < 1_000; i++) RiskGate.Check(Good, Limits);
        }));
    }
}
