using PropBot.Trading.Amounts;

namespace PropBot.Trading.Risk.Guards;

/// <summary>What is open may already lose as much in a day as MAX_VAR_24H_USDT allows (R51); below 200 minutes of history nobody can tell.</summary>
public static class VarGuard
{
    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits)
    {
        if (limits.MaxVarDayUsdt is not { } most) return null;
        if (facts.VarDayUsdt is not { } day) return RiskRefusal.CannotEvaluate("var_unknown", "the basis VaR of 24 h");
        return day < most ? null : new RiskRefusal(
            "var_limit_reached", $"the basis VaR of 24 h is {Decimals.Plain(decimal.Round(day, 2))} USDT and MAX_VAR_24H_USDT is {Decimals.Plain(most)}",
            new RiskNumber("var_24h", day, Money.Usdt), new RiskNumber("MAX_VAR_24H_USDT", most, Money.Usdt));
    }
}
