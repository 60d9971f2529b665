using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Risk.Measures;

/// <summary>CAPITAL_TOTAL_USDT and CAPITAL_LIMIT__&lt;STRATEGY&gt; (R51); null or missing: no limit.</summary>
public sealed record CapitalOptions
{
    public decimal? TotalUsdt { get; init; }

    /// <summary>CAPITAL_LIMIT: for every strategy without its own.</summary>
    public decimal? LimitUsdt { get; init; }

    /// <summary>CAPITAL_LIMIT__…</summary>
    public ImmutableDictionary<string, decimal> LimitUsdtOf { get; init; } = ImmutableDictionary<string, decimal>.Empty;

    public decimal? Limit(string strategy) => LimitUsdtOf.TryGetValue(strategy, out var own) ? own : LimitUsdt;
}

/// <param name="Limit">Null: none.</param>
/// <param name="Used">Notional of its open real hedges, one leg each.</param>
public sealed record StrategyCapital(string Strategy, Money? Limit, Money Used)
{
    /// <summary>Null without a limit; negative where more is open than a lowered limit allows.</summary>
    public Money? Headroom => Limit is { } limit ? limit - Used : null;
}

/// <summary>Capital by strategy (R51, contract 1.8): a report fed by what is really open. It blocks nothing.</summary>
public sealed record CapitalBook(Money? Total, ImmutableArray<StrategyCapital> Strategies)
{
    public static readonly CapitalBook Empty = new(null, []);

    public static CapitalBook Of(CapitalOptions options, IEnumerable<HedgeRecord> hedges)
    {
        var used = hedges.Where(hedge => !hedge.Simulated && hedge.State is not (HedgeState.Closed or HedgeState.Abandoned)).GroupBy(hedge => hedge.Strategy, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(Notional), StringComparer.Ordinal);
        var limited = options.LimitUsdt is null ? options.LimitUsdtOf.Keys : StrategyNames.All.Union(options.LimitUsdtOf.Keys, StringComparer.Ordinal);
        return new CapitalBook(
            options.TotalUsdt is { } total ? Money.OfUsdt(total) : null,
            [.. used.Keys.Union(limited, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => new StrategyCapital(
                name, options.Limit(name) is { } limit ? Money.OfUsdt(limit) : null, Money.OfUsdt(used.GetValueOrDefault(name))))]);
    }

    /// <summary>Of one leg, once a hedge (contract 7.3): what is open at entry, or what is being opened if that is more.</summary>
    public static decimal Notional(HedgeRecord hedge)
    {
        var held = Math.Max(Held(hedge.Long), Held(hedge.Short));
        return hedge.State is HedgeState.Planned or HedgeState.Exposed ? Math.Max(held, hedge.Planned.Value * hedge.Mid.Value) : held;
    }

    private static decimal Held(LegRecord leg) => leg.Open.Value * (leg.EntryPrice?.Value ?? 0m);
}
