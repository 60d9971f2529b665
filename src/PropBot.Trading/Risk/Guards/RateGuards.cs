using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk.Guards;

/// <summary>Whether both legs may leave at all: the venues' limits, and our own (R35).</summary>
public static class RateGuards
{
    /// <summary>A hedge that opens needs its two legs, and room to take the first one back.</summary>
    private const int OrdersOfAnOpening = 2;

    public static RiskRefusal? OpenOrders(RiskFacts facts, RiskLimits limits) => OpenOrders(facts.Buy, limits) ?? OpenOrders(facts.Sell, limits);

    public static RiskRefusal? VenueBudget(RiskFacts facts, RiskLimits limits) => Budget(facts.Buy) ?? Budget(facts.Sell);

    /// <summary>The runbook's form of the word carries its numbers: <c>orders_per_min_limit_exceeded:301&gt;300</c>.</summary>
    public static RiskRefusal? Runaway(RiskFacts facts, RiskLimits limits)
    {
        var (limit, projected) = (limits.Caps.MaxOrdersPerMinute, facts.OrdersThisMinute + OrdersOfAnOpening);
        if (limit <= 0 || projected <= limit) return null;
        var code = $"orders_per_min_limit_exceeded:{projected}>{limit}";
        return new RiskRefusal(
            code, $"the runaway guard allows no more orders this minute ({code})",
            new RiskNumber("orders_per_min", projected, "count"), new RiskNumber("MAX_ORDERS_PER_MIN", limit, "count"))
        { HoldReason = "runaway_orders_per_min" };
    }

    private static RiskRefusal? OpenOrders(VenueRiskFacts venue, RiskLimits limits) =>
        limits.OpenOrderLimit(venue.Venue) is not { } most || venue.OpenOrders < most ? null : new RiskRefusal(
            "too_many_open_orders", $"{venue.OpenOrders} orders are open on {venue.Venue.Word()} and MAX_OPEN_ORDERS is {most}",
            new RiskNumber("open_orders", venue.OpenOrders, "count"), new RiskNumber("MAX_OPEN_ORDERS", most, "count"));

    private static RiskRefusal? Budget(VenueRiskFacts venue)
    {
        if (venue.OrderRoom is not { } room) return RiskRefusal.CannotEvaluate("rate_budget_unknown", $"what {venue.Venue.Word()} still takes in this window");
        return room >= OrdersOfAnOpening ? null : new RiskRefusal(
            "rate_budget_low", $"{venue.Venue.Word()} takes {room} more orders in this window before the reserve for cancels and closes; {OrdersOfAnOpening} are needed",
            new RiskNumber("order_room", room, "count"));
    }
}
