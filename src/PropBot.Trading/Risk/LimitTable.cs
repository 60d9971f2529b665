using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk;

public enum LimitScope
{
    None = 0,

    /// <summary>A symbol, or all of them.</summary>
    Symbol = 1,

    /// <summary>A venue, or both.</summary>
    Venue = 2,

    /// <summary>A strategy, or all of them.</summary>
    Strategy = 3,
}

/// <summary>One limit that people may move while the desk runs (R13).</summary>
/// <param name="Word">As people write it: <c>max_position_usdt</c>.</param>
/// <param name="Setting">Its name in the environment.</param>
/// <param name="Read">What binds now for a scope ("" = default); null = nothing does.</param>
public sealed record LimitRow(
    string Word, string Setting, LimitScope Scope, Func<RiskLimits, string, decimal?> Read, Func<RiskLimits, string, decimal?, RiskLimits> With)
{
    /// <summary>The setting's key: <c>MAX_POSITION_USDT__BTCUSDT</c>.</summary>
    public string Key(string scope) => scope.Length == 0 ? Setting : $"{Setting}__{scope.ToUpperInvariant()}";
}

/// <summary>Every limit that can be raised by two people and lowered by one.</summary>
public static class LimitTable
{
    public static readonly ImmutableArray<LimitRow> All =
    [
        new("max_position_usdt", "MAX_POSITION_USDT", LimitScope.Symbol,
            (l, s) => s.Length == 0 ? l.MaxPositionUsdt : l.PositionLimit(s),
            (l, s, v) => s.Length == 0 ? l with { MaxPositionUsdt = v } : l with { MaxPositionUsdtBySymbol = Put(l.MaxPositionUsdtBySymbol, s, v) }),
        new("max_open_orders", "MAX_OPEN_ORDERS", LimitScope.Venue,
            (l, s) => s.Length == 0 ? l.MaxOpenOrders : l.OpenOrderLimit(Venues.Parse(s)),
            (l, s, v) => s.Length == 0 ? l with { MaxOpenOrders = (int?)v } : l with { MaxOpenOrdersByVenue = Put(l.MaxOpenOrdersByVenue, Venues.Parse(s), (int?)v) }),
        new("max_daily_loss_usdt", "MAX_DAILY_LOSS_USDT", LimitScope.None, (l, _) => l.MaxDailyLossUsdt, (l, _, v) => l with { MaxDailyLossUsdt = v }),
        new("max_unrealized_loss_usd", "MAX_UNREALIZED_LOSS_USD", LimitScope.None, (l, _) => l.MaxUnrealisedLossUsdt, (l, _, v) => l with { MaxUnrealisedLossUsdt = v }),
        new("max_var_24h_usdt", "MAX_VAR_24H_USDT", LimitScope.None, (l, _) => l.MaxVarDayUsdt, (l, _, v) => l with { MaxVarDayUsdt = v }),
        new("max_venue_notional_usdt", "MAX_VENUE_NOTIONAL_USDT", LimitScope.Venue, VenueNotional, WithVenueNotional),
        new("naked_budget_usdt_seconds", "NAKED_BUDGET_USDT_SECONDS", LimitScope.None, (l, _) => l.NakedBudgetUsdtSeconds, (l, _, v) => l with { NakedBudgetUsdtSeconds = Set(v) }),
        new("capital_total_usdt", "CAPITAL_TOTAL_USDT", LimitScope.None, (l, _) => l.Capital.TotalUsdt, (l, _, v) => l with { Capital = l.Capital with { TotalUsdt = v } }),
        new("capital_limit", "CAPITAL_LIMIT", LimitScope.Strategy, (l, s) => s.Length == 0 ? l.Capital.LimitUsdt : l.Capital.Limit(s), WithCapital),
        new("max_net_delta_usdt", "MAX_NET_DELTA_USDT", LimitScope.None, (l, _) => l.MaxNetDeltaUsdt, (l, _, v) => l with { MaxNetDeltaUsdt = Set(v) }),
        new("max_margin_ratio", "MAX_MARGIN_RATIO", LimitScope.None, (l, _) => l.MaxMarginRatio, (l, _, v) => l with { MaxMarginRatio = Set(v) }),
        Cap("max_open_positions", "MAX_OPEN_POSITIONS", c => c.MaxOpenPositions, (c, v) => c with { MaxOpenPositions = (int)v }),
        Cap("max_notional_per_position_usdt", "MAX_NOTIONAL_PER_POSITION_USDT", c => c.MaxNotionalPerPositionUsdt, (c, v) => c with { MaxNotionalPerPositionUsdt = v }),
        Cap("max_total_notional_usdt", "MAX_TOTAL_NOTIONAL_USDT", c => c.MaxTotalNotionalUsdt, (c, v) => c with { MaxTotalNotionalUsdt = v }),
        Cap("max_leverage", "MAX_LEVERAGE", c => c.MaxLeverage, (c, v) => c with { MaxLeverage = v }),
        Cap("max_orders_per_min", "MAX_ORDERS_PER_MIN", c => c.MaxOrdersPerMinute, (c, v) => c with { MaxOrdersPerMinute = (int)v }),
        Cap("max_cancels_per_min", "MAX_CANCELS_PER_MIN", c => c.MaxCancelsPerMinute, (c, v) => c with { MaxCancelsPerMinute = (int)v }),
    ];

    public static LimitRow? Find(string word) => All.FirstOrDefault(row => string.Equals(row.Word, word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The row and scope of a setting's key; null for a setting that is no limit of the gate.</summary>
    public static (LimitRow Row, string Scope)? OfKey(string key)
    {
        foreach (var row in All)
        {
            if (key == row.Setting) return (row, "");
            if (row.Scope != LimitScope.None && key.StartsWith(row.Setting + "__", StringComparison.Ordinal)) return (row, key[(row.Setting.Length + 2)..]);
        }

        return null;
    }

    private static LimitRow Cap(string word, string setting, Func<LimitOptions, decimal> read, Func<LimitOptions, decimal, LimitOptions> with) => new(
        word, setting, LimitScope.None, (l, _) => read(l.Caps), (l, _, v) => l with { Caps = with(l.Caps, Set(v)) });

    private static decimal? VenueNotional(RiskLimits limits, string scope)
    {
        if (scope.Length > 0) return limits.MaxVenueNotionalUsdt.TryGetValue(Venues.Parse(scope), out var own) ? own : null;
        return Venues.All.All(limits.MaxVenueNotionalUsdt.ContainsKey) ? limits.MaxVenueNotionalUsdt.Values.Max() : null;
    }

    private static RiskLimits WithCapital(RiskLimits limits, string scope, decimal? value) => limits with
    {
        Capital = scope.Length == 0 ? limits.Capital with { LimitUsdt = value } : limits.Capital with { LimitUsdtOf = Put(limits.Capital.LimitUsdtOf, scope.ToLowerInvariant(), value) },
    };

    private static RiskLimits WithVenueNotional(RiskLimits limits, string scope, decimal? value) => limits with
    {
        MaxVenueNotionalUsdt = (scope.Length > 0 ? [Venues.Parse(scope)] : Venues.All).Aggregate(limits.MaxVenueNotionalUsdt, (all, venue) => Put(all, venue, value)),
    };

    private static ImmutableDictionary<TKey, TValue> Put<TKey, TValue>(ImmutableDictionary<TKey, TValue> all, TKey key, TValue? value)
        where TKey : notnull
        where TValue : struct => value is { } set ? all.SetItem(key, set) : all.Remove(key);

    private static decimal Set(decimal? value) => value ?? throw new InvalidOperationException("this limit always has a value");
}
