using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk.Guards;

/// <summary>Whether both accounts can carry the hedge before its first leg leaves (P7).</summary>
public static class LiquidityGuards
{
    /// <summary>Initial margin is not all an order binds: fees, and the price until it fills.</summary>
    private const decimal Headroom = 1.05m;

    public static RiskRefusal? MarginRatio(RiskFacts facts, RiskLimits limits) => MarginRatio(facts.Buy, limits) ?? MarginRatio(facts.Sell, limits);

    public static RiskRefusal? Available(RiskFacts facts, RiskLimits limits)
    {
        if (facts.Buy.Available is not { } buy || facts.Sell.Available is not { } sell) return RiskRefusal.CannotEvaluate("balance_unknown", "a venue's available balance");
        // The leverage guard has objected to it before; there is nothing to divide by here.
        if (facts.Leverage <= 0m) return null;
        var needed = facts.NotionalUsdt / facts.Leverage * Headroom;
        return buy >= needed && sell >= needed ? null : new RiskRefusal(
            "insufficient_balance",
            $"{Plain(needed)} USDT margin is needed on each venue; available {facts.Buy.Venue.Word()} {Plain(buy)}, {facts.Sell.Venue.Word()} {Plain(sell)}",
            new RiskNumber("needed", needed, Money.Usdt), new RiskNumber($"available_{facts.Buy.Venue.Word()}", buy, Money.Usdt),
            new RiskNumber($"available_{facts.Sell.Venue.Word()}", sell, Money.Usdt));
    }

    private static RiskRefusal? MarginRatio(VenueRiskFacts venue, RiskLimits limits)
    {
        if (venue.MarginRatio is not { } ratio) return RiskRefusal.CannotEvaluate("margin_ratio_unknown", $"{venue.Venue.Word()}'s margin ratio");
        return ratio < limits.MaxMarginRatio ? null : new RiskRefusal(
            "margin_ratio_high", $"{venue.Venue.Word()}'s maintenance margin is {ratio:0.###} of its equity; below {Plain(limits.MaxMarginRatio)} is allowed (1 is liquidation)",
            new RiskNumber("margin_ratio", ratio, "fraction"), new RiskNumber("MAX_MARGIN_RATIO", limits.MaxMarginRatio, "fraction"));
    }

    private static string Plain(decimal value) => Decimals.Plain(decimal.Round(value, 2));
}
