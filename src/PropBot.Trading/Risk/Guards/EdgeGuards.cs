using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Risk.Guards;

/// <summary>
/// The edge guard of the runbook (contract 7.9): whether the surroundings are fit for a new leg. Each question is a guard of the gate;
/// <see cref="Judge"/> asks all of them for people's eyes, HOLD and liquidity included, which the gate asks elsewhere.
/// </summary>
public static class EdgeGuards
{
    private const decimal MostSlippageBps = 5m;
    private const decimal MostFailures = 0.4m;
    private const decimal HeavyShare = 0.7m;
    private const int TrendOf = 5;

    /// <summary>The first objection, in the contract's order; null: a new leg is allowed. Looks at nothing but these facts, so that it can be shown at any time.</summary>
    public static RiskRefusal? Judge(string symbol, EdgeFacts facts, RiskLimits limits) =>
        Desync(facts) ?? Throttled(facts) ?? Held(facts) ?? WatchGuards.Liquidity(facts.Liquidity) ?? Partial(facts) ?? Slippage(symbol, facts) ?? FailRate(symbol, facts) ?? Trend(facts, limits);

    public static RiskRefusal? Desync(RiskFacts facts, RiskLimits limits) => Desync(facts.Edge);

    /// <summary>Only for a HOLD the auto-throttle engaged; the state guard answers for every HOLD before.</summary>
    public static RiskRefusal? Throttled(RiskFacts facts, RiskLimits limits) => Throttled(facts.Edge);

    public static RiskRefusal? Partial(RiskFacts facts, RiskLimits limits) => Partial(facts.Edge);

    public static RiskRefusal? Slippage(RiskFacts facts, RiskLimits limits) => Slippage(facts.Symbol, facts.Edge);

    public static RiskRefusal? FailRate(RiskFacts facts, RiskLimits limits) => FailRate(facts.Symbol, facts.Edge);

    public static RiskRefusal? Trend(RiskFacts facts, RiskLimits limits) => Trend(facts.Edge, limits);

    private static RiskRefusal? Desync(EdgeFacts edge) => edge.Desync ? new RiskRefusal("desync", "STATE DESYNC: the ledger and a venue differ") : null;

    private static RiskRefusal? Throttled(EdgeFacts edge) => edge.HoldReason?.StartsWith(AutoThrottle.Prefix, StringComparison.Ordinal) == true
        ? new RiskRefusal("risk_throttle_active", $"the auto-throttle has stopped the desk: {edge.HoldReason}")
        : null;

    private static RiskRefusal? Held(EdgeFacts edge) => edge.HoldReason is { } reason ? new RiskRefusal("hold_active", $"HOLD is active: {reason}") : null;

    private static RiskRefusal? Partial(EdgeFacts edge) => edge.Partials == 0 ? null : new RiskRefusal(
        "partial_hedge_outstanding", "a hedge is partial: one leg is open without the other", new RiskNumber("partial_positions", edge.Partials, "count"));

    private static RiskRefusal? Slippage(string symbol, EdgeFacts edge) => edge.Execution is not { MeanSlippageBps: { } mean } || mean <= MostSlippageBps ? null : new RiskRefusal(
        "slippage_degraded", $"the last {edge.Execution.Fills} fills of {symbol} missed their plan by {Plain(mean)} bps on average; {Plain(MostSlippageBps)} is allowed",
        new RiskNumber("avg_slippage_bps", mean, "bps"), new RiskNumber("max_avg_slippage_bps", MostSlippageBps, "bps"));

    private static RiskRefusal? FailRate(string symbol, EdgeFacts edge) => edge.Execution is not { FailureRate: { } rate } || rate < MostFailures ? null : new RiskRefusal(
        "execution_fail_rate_high", $"{Plain(rate * 100m)} % of the last {edge.Execution.Attempts} legs of {symbol} failed; they age out after {AttemptWindow.Ages.TotalMinutes:0} minutes",
        new RiskNumber("failure_rate", rate, "fraction"), new RiskNumber("max_failure_rate", MostFailures, "fraction"));

    private static RiskRefusal? Trend(EdgeFacts edge, RiskLimits limits)
    {
        var heavy = limits.Caps.MaxTotalNotionalUsdt * HeavyShare;
        if (!IsFalling(edge.Unrealised) || edge.ExposureUsdt < heavy) return null;
        return new RiskRefusal(
            "pnl_downtrend_with_exposure", $"unrealised PnL fell {TrendOf} snapshots in a row while {Plain(edge.ExposureUsdt)} USDT are open",
            new RiskNumber("exposure_total", edge.ExposureUsdt, Money.Usdt), new RiskNumber("heavy_exposure", heavy, Money.Usdt));
    }

    /// <summary>Strictly, over the last five.</summary>
    public static bool IsFalling(ImmutableArray<decimal> unrealised)
    {
        if (unrealised.Length < TrendOf) return false;
        for (var i = unrealised.Length - TrendOf + 1; i < unrealised.Length; i++)
            if (unrealised[i] >= unrealised[i - 1]) return false;
        return true;
    }

    private static string Plain(decimal value) => Decimals.Plain(decimal.Round(value, 2));
}
