using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Positions;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Tests.Strategies;

public class OrchestratorTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly StrategyTerms Basis = StrategyTerms.Find(StrategyNames.Basis)!;
    private static readonly StrategyState Fresh = StrategyState.Of(Basis);
    private static readonly StrategyOptions Options = new()
    {
        BudgetUsdtOf = ImmutableDictionary<string, decimal>.Empty.Add(StrategyNames.Basis, 10_000m),
        DailyLossUsdtOf = ImmutableDictionary<string, decimal>.Empty.Add(StrategyNames.Basis, 50m),
        MaxFailuresInARow = 3,
    };

    private static readonly StrategyGates Open = StrategyGates.Of(false, false, running: true, false, false, 0, 3, 0m, 150_000m);

    [Fact]
    public void two_strategies_are_registered_and_only_the_basis_is_on() =>
        Assert.Equal([("cross_exchange_arb", true), ("funding_capture", false)], StrategyTerms.All.Select(t => (t.Name, t.EnabledAtFirst)));

    [Theory]
    [InlineData(true, true, false, 0, 0, "hold_active")]
    [InlineData(false, true, true, 0, 0, "safe_mode")]
    [InlineData(false, false, false, 0, 0, "not_running")]
    [InlineData(false, false, true, 4, 0, "risk_limit")]
    [InlineData(false, false, true, 0, 150_001, "risk_limit")]
    [InlineData(false, false, true, 3, 150_000, null)]
    public void the_gates_name_what_blocks_everyone(bool hold, bool safe, bool running, int hedges, int notional, string? blocked)
    {
        var gates = StrategyGates.Of(hold, safe, running, false, false, hedges, 3, notional, 150_000m);
        Assert.Equal(blocked, gates.Blocked);
        Assert.Equal(blocked is null or "not_running", gates.RiskCapsOk);
        Assert.Equal(blocked is null ? ("run", "ok") : ("skip", blocked), Short(Decide(Fresh, gates)));
    }

    [Fact]
    public void a_failure_cools_it_down_and_says_why_until_the_time_is_over()
    {
        var failed = Fresh.Ran(Basis, Options, "hedge_leg_failed", Noon);
        var cooling = Decide(failed, Open, now: Noon.AddSeconds(4));
        Assert.Equal(("cooldown", "hedge_leg_failed", TimeSpan.FromSeconds(6)), (cooling.Decision, cooling.Reason, cooling.CooldownRemaining));
        Assert.Equal(("run", "ok"), Short(Decide(failed, Open, now: Noon.AddSeconds(10))));
        Assert.Equal(("fail", 1, Noon), (failed.LastResult, failed.FailuresInARow, failed.LastRunAt));
    }

    [Fact]
    public void the_fourth_failure_in_a_row_freezes_it_and_a_success_between_starts_the_count_again()
    {
        StrategyState Fail(StrategyState state) => state.Ran(Basis, Options, "order_failed", Noon);
        var three = Fail(Fail(Fail(Fresh)));
        Assert.False(three.IsFrozen);
        Assert.False(Fail(three.Ran(Basis, Options, null, Noon)).IsFrozen);
        var frozen = Fail(three);
        Assert.Equal(("consecutive_failures", Noon), (frozen.Frozen, frozen.FrozenAt));
        Assert.Equal(("skip", "frozen:consecutive_failures"), Short(Decide(frozen, Open, now: Noon.AddHours(1))));
    }

    [Fact]
    public void enabling_does_not_thaw_and_thawing_starts_from_zero()
    {
        var frozen = Enumerable.Range(0, 4).Aggregate(Fresh, (state, _) => state.Ran(Basis, Options, "order_failed", Noon));
        Assert.True(frozen.Disable("alice", "x").Enable("alice", "y").IsFrozen);
        var thawed = frozen.Thaw();
        Assert.Equal((false, 0), (thawed.IsFrozen, thawed.FailuresInARow));
        Assert.Equal(("run", "ok"), Short(Decide(thawed, Open)));
    }

    [Fact]
    public void a_days_loss_at_its_limit_freezes_it_and_the_next_day_starts_from_zero()
    {
        var lost = Fresh.Realised(Options, -30m, Noon).Realised(Options, -19.99m, Noon.AddHours(1));
        Assert.False(lost.IsFrozen);
        Assert.Equal(StrategyTransitions.DailyLoss, lost.Realised(Options, -0.01m, Noon.AddHours(2)).Frozen);
        Assert.False(lost.Realised(Options, -30m, Noon.AddHours(12)).IsFrozen);
        Assert.Equal(0m, lost.RealisedOn(new DateOnly(2026, 3, 3)));
    }

    [Fact]
    public void a_budget_is_a_soft_cap_that_the_dial_scales()
    {
        Assert.Equal(("skip", "budget_reached"), Short(Decide(Fresh, Open, open: 10_000m)));
        Assert.Equal(("run", "ok"), Short(Decide(Fresh, Open, open: 9_999m)));
        Assert.Equal(("run", "ok"), Short(Decide(Fresh, Open, open: 14_999m, factor: 1.5m)));
        Assert.Equal(("skip", "budget_reached"), Short(Decide(Fresh, Open, open: 5_000m, factor: 0.5m)));
    }

    [Fact]
    public void a_disabled_strategy_is_skipped_whatever_else_holds()
    {
        var off = Fresh.Disable("alice", "tired");
        Assert.Equal(("skip", "disabled"), Short(Decide(off, Open)));
        Assert.Equal(("alice", "tired"), (off.ChangedBy, off.ChangedReason));
    }

    [Theory]
    [InlineData(2, "4", "open")]
    [InlineData(0, "4", "no_settlement_within_hold")]
    [InlineData(2, "1.9", "funding_too_small")]
    [InlineData(2, "2.4", "edge_below_minimum")]
    public void funding_is_captured_when_it_pays_for_everything_else(int settlements, string received, string word)
    {
        // entry 20 − close 1.5 − fees 19 − drift 2 = −2.5; what funding adds must lift it to 1.0.
        var funding = decimal.Parse(received, System.Globalization.CultureInfo.InvariantCulture);
        var move = FundingCapture.Decide(new EdgeParts(new Bps(20m), new Bps(1.5m), new Bps(19m), new Bps(2m), new Bps(-funding)), settlements, new StrategyOptions(), new Bps(1m));
        Assert.Equal(word, move is FundingCaptureMove.Skip skip ? skip.Reason : "open");
        if (move is FundingCaptureMove.Open open) Assert.Equal((4m, 1.5m), (open.Received.Value, open.Net.Value));
    }

    private static StrategyDecision Decide(StrategyState state, StrategyGates gates, decimal open = 0m, decimal factor = 1m, DateTimeOffset? now = null) =>
        Orchestrator.Decide(Basis, state, gates, Options, open, factor, now ?? Noon);

    private static (string, string) Short(StrategyDecision decision) => (decision.Decision, decision.Reason);
}
