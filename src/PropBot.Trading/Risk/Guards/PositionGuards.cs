using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk.Guards;

/// <summary>How much may be open: per hedge, symbol, venue, in all; and how many.</summary>
public static class PositionGuards
{
    public static RiskRefusal? Notional(RiskFacts facts, RiskLimits limits) => facts.NotionalUsdt > 0m
        ? null
        : new RiskRefusal("invalid_notional", $"notional {Plain(facts.NotionalUsdt)} USDT must be above 0", Usdt("notional", facts.NotionalUsdt));

    public static RiskRefusal? PerPosition(RiskFacts facts, RiskLimits limits) =>
        Above("per_position_limit_exceeded", "MAX_NOTIONAL_PER_POSITION_USDT", "", limits.Caps.MaxNotionalPerPositionUsdt, 0m, facts.NotionalUsdt, "this hedge");

    public static RiskRefusal? PerSymbol(RiskFacts facts, RiskLimits limits) => limits.PositionLimit(facts.Symbol) is { } limit
        ? Above("symbol_limit_exceeded", "MAX_POSITION_USDT", facts.Symbol, limit, facts.OpenNotionalOfSymbolUsdt, facts.NotionalUsdt, facts.Symbol)
        : null;

    public static RiskRefusal? PerVenue(RiskFacts facts, RiskLimits limits) => PerVenue(facts.Buy, facts, limits) ?? PerVenue(facts.Sell, facts, limits);

    public static RiskRefusal? Total(RiskFacts facts, RiskLimits limits) =>
        Above("total_notional_limit_exceeded", "MAX_TOTAL_NOTIONAL_USDT", "", limits.Caps.MaxTotalNotionalUsdt, facts.OpenNotionalUsdt, facts.NotionalUsdt, "all hedges");

    public static RiskRefusal? Count(RiskFacts facts, RiskLimits limits) => facts.OpenHedges < limits.Caps.MaxOpenPositions
        ? null
        : new RiskRefusal(
            "too_many_open_positions", $"{facts.OpenHedges} hedges are open and MAX_OPEN_POSITIONS is {limits.Caps.MaxOpenPositions}",
            new RiskNumber("open_positions", facts.OpenHedges, "count"), new RiskNumber("MAX_OPEN_POSITIONS", limits.Caps.MaxOpenPositions, "count"));

    public static RiskRefusal? Leverage(RiskFacts facts, RiskLimits limits) => facts.Leverage > 0m && facts.Leverage <= limits.Caps.MaxLeverage
        ? null
        : new RiskRefusal(
            "leverage_limit_exceeded", $"leverage {Plain(facts.Leverage)} must be above 0 and at most MAX_LEVERAGE {Plain(limits.Caps.MaxLeverage)}",
            new RiskNumber("leverage", facts.Leverage, "×"), new RiskNumber("MAX_LEVERAGE", limits.Caps.MaxLeverage, "×"));

    private static RiskRefusal? PerVenue(VenueRiskFacts venue, RiskFacts facts, RiskLimits limits)
    {
        if (!limits.MaxVenueNotionalUsdt.TryGetValue(venue.Venue, out var limit)) return null;
        if (venue.Notional is not { } open) return RiskRefusal.CannotEvaluate("venue_limit_exceeded", $"the open notional on {venue.Venue.Word()}");
        return Above("venue_limit_exceeded", "MAX_VENUE_NOTIONAL_USDT", venue.Venue.Word(), limit, open, facts.NotionalUsdt, venue.Venue.Word());
    }

    /// <param name="part">Symbol or venue of a limit that has one; its full name is only put together for a refusal.</param>
    private static RiskRefusal? Above(string code, string name, string part, decimal limit, decimal open, decimal more, string where)
    {
        if (open + more <= limit) return null;
        var setting = part.Length == 0 ? name : $"{name}__{part.ToUpperInvariant()}";
        var sum = open == 0m ? $"{Plain(more)} USDT" : $"open {Plain(open)} + {Plain(more)} USDT";
        return new RiskRefusal(code, $"{where}: {sum} is above {setting} {Plain(limit)}", Usdt("open", open), Usdt("notional", more), Usdt(setting, limit));
    }

    private static RiskNumber Usdt(string name, decimal value) => new(name, value, Money.Usdt);

    private static string Plain(decimal value) => Decimals.Plain(value);
}
