using System.Collections.Immutable;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Desk.Measures;

/// <summary>What is measured once a second.</summary>
/// <param name="Stress">Of the venues that could be told; the others are in <paramref name="StressUnknown"/>.</param>
public sealed record Readings(
    VarReading Var, ImmutableArray<VenueStress> Stress, ImmutableArray<string> StressUnknown, StabilityReading Stability, StabilityFacts? StabilityFacts, RiskScore Score)
{
    public static readonly Readings None = new(
        new VarReading.Insufficient("", 0), [], ["not measured yet"], new StabilityReading(Risk.Measures.Stability.Yellow, ["unknown:not_measured_yet"]), null, new RiskScore(null, []));
}

/// <summary>The orchestrator's answer for every strategy.</summary>
public sealed record StrategyPlanView(ImmutableArray<StrategyDecision> Decisions, StrategyGates Gates, DateTimeOffset? At)
{
    public static readonly StrategyPlanView None = new([], new StrategyGates(true, true, false, false, false, "hold_active"), null);
}

/// <param name="UsdtSeconds">Of each hedge at work or lately over, by id (P8).</param>
/// <param name="TodayUsdtSeconds">Since 00:00 UTC, all hedges.</param>
/// <param name="BudgetUsdtSeconds">NAKED_BUDGET_USDT_SECONDS.</param>
public sealed record NakedView(ImmutableDictionary<string, decimal> UsdtSeconds, decimal TodayUsdtSeconds, decimal BudgetUsdtSeconds);

/// <summary>Milliseconds from the intent to both legs filled, of the last 500 hedges; null before the first.</summary>
public sealed record LatencyView(int Count, decimal? MedianMs, decimal? P95Ms);

/// <summary>What the doors show of risk, capital, execution and strategies; a part of the snapshot.</summary>
public sealed record MeasuresView
{
    public static readonly MeasuresView Unknown = new();

    public Readings Readings { get; init; } = Readings.None;
    public RiskDial Dial { get; init; } = new();
    public NakedView Naked { get; init; } = new(ImmutableDictionary<string, decimal>.Empty, 0m, 0m);
    public LatencyView HedgeLatency { get; init; } = new(0, null, null);
    public CapitalBook Capital { get; init; } = CapitalBook.Empty;
    public ExecutionQuality Execution { get; init; } = ExecutionQuality.Of([]);
    public StrategyPlanView Strategies { get; init; } = StrategyPlanView.None;

    /// <summary>AUTOPILOT_ENABLE</summary>
    public bool Autopilot { get; init; }

    /// <summary>MAX_TOTAL_NOTIONAL_USDT and MAX_OPEN_POSITIONS: what the advisor speaks of.</summary>
    public decimal MaxTotalNotionalUsdt { get; init; }
    public int MaxOpenPositions { get; init; }

    internal static MeasuresView Draw(DeskMemory m)
    {
        var mine = m.Measures;
        return new MeasuresView
        {
            Readings = mine.Readings,
            Dial = mine.Dial,
            Naked = new NakedView(
                mine.Gauges.Where(g => g.Value.Meter.UsdtSeconds > 0m).ToImmutableDictionary(g => g.Key, g => g.Value.Meter.UsdtSeconds),
                mine.NakedDay == DateOnly.FromDateTime(m.Now.UtcDateTime) ? mine.NakedToday : 0m, m.Limits.NakedBudgetUsdtSeconds),
            HedgeLatency = mine.Latencies.Count == 0
                ? new LatencyView(0, null, null)
                : new LatencyView(mine.Latencies.Count, mine.Latencies.Quantile(0.5m), mine.Latencies.Quantile(0.95m)),
            Capital = CapitalBook.Of(m.Limits.Capital, m.Hedges.Values.Select(h => h.ToRecord())),
            Execution = mine.Quality ??= ExecutionQuality.Of(mine.Executions),
            Strategies = mine.Plan,
            Autopilot = m.Options.AutopilotPermitted,
            MaxTotalNotionalUsdt = m.Limits.Caps.MaxTotalNotionalUsdt,
            MaxOpenPositions = m.Limits.Caps.MaxOpenPositions,
        };
    }
}
