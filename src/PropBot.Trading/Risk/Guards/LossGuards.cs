using PropBot.Trading.Amounts;

namespace PropBot.Trading.Risk.Guards;

/// <summary>How much may be lost: in a day (R33), and unrealised. Both stop the desk, not only this order (contract 7.7).</summary>
public static class LossGuards
{
    public static RiskRefusal? Daily(RiskFacts facts, RiskLimits limits) => Check(
        "daily_loss_reached", "daily_loss_unknown", "MAX_DAILY_LOSS_USDT", "the equity change since 00:00 UTC", limits.MaxDailyLossUsdt, facts.DailyLossUsdt);

    public static RiskRefusal? Unrealised(RiskFacts facts, RiskLimits limits) => Check(
        "unrealised_loss_reached", "unrealised_loss_unknown", "MAX_UNREALIZED_LOSS_USD", "the unrealised result", limits.MaxUnrealisedLossUsdt, facts.UnrealisedLossUsdt);

    private static RiskRefusal? Check(string code, string unknown, string setting, string what, decimal? limit, decimal? lost)
    {
        if (limit is not { } most) return null;
        if (lost is not { } loss) return RiskRefusal.CannotEvaluate(unknown, what);
        return loss < most ? null : new RiskRefusal(
            code, $"{Decimals.Plain(decimal.Round(loss, 2))} USDT are lost and {setting} is {Decimals.Plain(most)}",
            new RiskNumber("loss", loss, Money.Usdt), new RiskNumber(setting, most, Money.Usdt))
        { HoldReason = $"risk_limit breach: {setting}" };
    }
}
