using System.Globalization;

namespace PropBot.Trading.Risk.Guards;

/// <summary>A pair whose opens were unwound stands still for a while (P10), and after a stop or time exit (R30).</summary>
public static class ChurnGuard
{
    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits) => facts.QuarantinedUntil is { } until && until > facts.Now
        ? new RiskRefusal(
            "pair_quarantined",
            string.Create(CultureInfo.InvariantCulture, $"{facts.Symbol} stands still until {until.UtcDateTime:HH:mm:ss} UTC after opens that were unwound or stopped"),
            new RiskNumber("seconds_left", (decimal)Math.Ceiling((until - facts.Now).TotalSeconds), "s"))
        : null;
}
