using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk.Guards;

/// <summary>The pair stays neutral: nothing more is opened on a coin that leans, and never both ways at once (R24).</summary>
public static class DeltaGuards
{
    public static RiskRefusal? NetDelta(RiskFacts facts, RiskLimits limits)
    {
        if (facts.NetDeltaUsdt is not { } delta) return RiskRefusal.CannotEvaluate("net_delta_unknown", $"the net position in {facts.Symbol} over both venues");
        return delta <= limits.MaxNetDeltaUsdt ? null : new RiskRefusal(
            "net_delta_exceeded", $"{facts.Symbol} already leans by {Decimals.Plain(decimal.Round(delta, 2))} USDT; at most MAX_NET_DELTA_USDT {Decimals.Plain(limits.MaxNetDeltaUsdt)}",
            new RiskNumber("net_delta", delta, Money.Usdt), new RiskNumber("MAX_NET_DELTA_USDT", limits.MaxNetDeltaUsdt, Money.Usdt));
    }

    public static RiskRefusal? Direction(RiskFacts facts, RiskLimits limits) => facts.OpenDirectionBuy is { } open && open != facts.Buy.Venue
        ? new RiskRefusal("opposite_direction_open", $"a hedge of this symbol is open the other way (long {open.Word()}): an opposite opportunity may only close it")
        : null;
}
