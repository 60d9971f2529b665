using System.Collections.Immutable;
using PropBot.Trading.Instruments;
using PropBot.Trading.Risk;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Settings;

/// <summary>Reads the gate's limits; those of one symbol or venue (<c>MAX_POSITION_USDT__BTCUSDT</c>) included.</summary>
internal static class RiskOptions
{
    public static RiskLimits Of(SettingValues values)
    {
        var limits = new RiskLimits
        {
            MaxPositionUsdt = values.Number("MAX_POSITION_USDT"),
            MaxPositionUsdtBySymbol = Parts(values, "MAX_POSITION_USDT", part => part.ToUpperInvariant(), values.Number),
            MaxVenueNotionalUsdt = Parts(values, "MAX_VENUE_NOTIONAL_USDT", VenueOf, values.Number),
            MaxOpenOrders = (int?)values.Whole("MAX_OPEN_ORDERS"),
            MaxOpenOrdersByVenue = Parts(values, "MAX_OPEN_ORDERS", VenueOf, key => (int?)values.Whole(key)),
            MaxUnrealisedLossUsdt = values.Number("MAX_UNREALIZED_LOSS_USD"),
            MaxVarDayUsdt = values.Number("MAX_VAR_24H_USDT"),
        };
        if (values.Number("MAX_NET_DELTA_USDT") is { } delta) limits = limits with { MaxNetDeltaUsdt = delta };
        if (values.Number("MAX_MARGIN_RATIO") is { } ratio) limits = limits with { MaxMarginRatio = ratio };

        // The plain name of a limit per venue is the default for both.
        return values.Number("MAX_VENUE_NOTIONAL_USDT") is not { } both ? limits : limits with
        {
            MaxVenueNotionalUsdt = Venues.All.ToImmutableDictionary(v => v, v => limits.MaxVenueNotionalUsdt.TryGetValue(v, out var own) ? own : both),
        };
    }

    public static CapitalOptions Capital(SettingValues values) => new()
    {
        TotalUsdt = values.Number("CAPITAL_TOTAL_USDT"),
        LimitUsdtOf = PerStrategy(values, "CAPITAL_LIMIT"),
        LimitUsdt = values.Number("CAPITAL_LIMIT"),
    };

    public static StrategyOptions Strategies(SettingValues values)
    {
        var options = new StrategyOptions
        {
            BudgetUsdt = values.Number("STRATEGY_BUDGET_USDT"),
            BudgetUsdtOf = PerStrategy(values, "STRATEGY_BUDGET_USDT"),
            DailyLossUsdt = values.Number("STRATEGY_DAILY_LOSS_USDT"),
            DailyLossUsdtOf = PerStrategy(values, "STRATEGY_DAILY_LOSS_USDT"),
        };
        if (values.Whole("STRATEGY_MAX_FAILURES") is { } failures) options = options with { MaxFailuresInARow = (int)failures };
        if (values.Number("FUNDING_CAPTURE_MIN_BPS") is { } least) options = options with { FundingLeast = new Amounts.Bps(least) };
        return values.Number("FUNDING_CAPTURE_HOLD_HOURS") is { } hours ? options with { FundingHold = TimeSpan.FromSeconds((double)(hours * 3600m)) } : options;
    }

    private static ImmutableDictionary<string, decimal> PerStrategy(SettingValues values, string name) => Parts(values, name, part => part.ToLowerInvariant(), values.Number);

    private static ImmutableDictionary<TKey, TValue> Parts<TKey, TValue>(SettingValues values, string name, Func<string, TKey> key, Func<string, TValue?> read)
        where TKey : notnull
        where TValue : struct =>
        values.Found.Values
            .Where(value => value.Setting.Name == name && value.Key.Length > name.Length + 2)
            .Select(value => (Part: value.Key[(name.Length + 2)..], Value: read(value.Key)))
            .Where(pair => pair.Value is not null)
            .ToImmutableDictionary(pair => key(pair.Part), pair => pair.Value!.Value);

    private static Venue VenueOf(string part) => Venues.TryParse(part, out var venue) ? venue : throw new InvalidOperationException($"{part} passed every check and is no venue");
}
