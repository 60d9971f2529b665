using System.Collections.Immutable;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Strategies;

/// <summary>A strategy as registered.</summary>
/// <param name="Cooldown">How long it stands still after a result that was not <c>ok</c> (contract 7.15).</param>
public sealed record StrategyTerms(string Name, TimeSpan Cooldown, bool EnabledAtFirst)
{
    public static readonly ImmutableArray<StrategyTerms> All =
    [
        new(StrategyNames.Basis, TimeSpan.FromSeconds(10), EnabledAtFirst: true),
        new(StrategyNames.Funding, TimeSpan.FromSeconds(60), EnabledAtFirst: false),
    ];

    public static StrategyTerms? Find(string name) => All.FirstOrDefault(terms => terms.Name == name);
}

/// <summary>What strategies are held to. Null or missing: no limit.</summary>
public sealed record StrategyOptions
{
    /// <summary>STRATEGY_BUDGET_USDT: notional a strategy may have open; a soft cap, so the dial scales it (rulings §4). <see cref="BudgetUsdtOf"/> goes before it.</summary>
    public decimal? BudgetUsdt { get; init; }

    /// <summary>STRATEGY_BUDGET_USDT__…</summary>
    public ImmutableDictionary<string, decimal> BudgetUsdtOf { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>STRATEGY_DAILY_LOSS_USDT: realised since 00:00 UTC; reaching it freezes the strategy. <see cref="DailyLossUsdtOf"/> goes before it.</summary>
    public decimal? DailyLossUsdt { get; init; } = 500m;

    /// <summary>STRATEGY_DAILY_LOSS_USDT__…</summary>
    public ImmutableDictionary<string, decimal> DailyLossUsdtOf { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    /// <summary>STRATEGY_MAX_FAILURES: more in a row freeze the strategy.</summary>
    public int MaxFailuresInARow { get; init; } = 5;

    /// <summary>FUNDING_CAPTURE_MIN_BPS: the least a funding capture must receive within its hold, counted as R23 counts.</summary>
    public Amounts.Bps FundingLeast { get; init; } = new(2m);

    /// <summary>FUNDING_CAPTURE_HOLD_HOURS: how long a funding capture expects to hold.</summary>
    public TimeSpan FundingHold { get; init; } = TimeSpan.FromHours(8);

    public decimal? Budget(string strategy) => BudgetUsdtOf.TryGetValue(strategy, out var own) ? own : BudgetUsdt;

    public decimal? DailyLoss(string strategy) => DailyLossUsdtOf.TryGetValue(strategy, out var own) ? own : DailyLossUsdt;
}
