using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Risk.Guards;

/// <summary>Whether venues, accounts and this machine are fit to open on, as the watchdogs last saw them.</summary>
public static class WatchGuards
{
    public static RiskRefusal? Liquidity(RiskFacts facts, RiskLimits limits) => Liquidity(facts.Watch.Liquidity);

    internal static RiskRefusal? Liquidity(LiquidityReading reading) =>
        reading.Blocked ? new RiskRefusal("liquidity_blocked", $"trading is halted for safety: {reading.Reason}") : null;

    public static RiskRefusal? Venues(RiskFacts facts, RiskLimits limits) => facts.Watch.VenuesDown.IsEmpty
        ? null
        : new RiskRefusal("venue_down", string.Join("; ", facts.Watch.VenuesDown));

    /// <summary>Ten minutes before it too; in it the desk holds.</summary>
    public static RiskRefusal? Maintenance(RiskFacts facts, RiskLimits limits)
    {
        foreach (var reading in facts.Watch.Maintenance)
            if (reading.Active is not null) return new RiskRefusal("maintenance", MaintenanceCalendar.Text(reading)) { HoldReason = RiskGovernor.Maintenance };
        foreach (var reading in facts.Watch.Maintenance)
            if (reading.Near is not null) return new RiskRefusal("maintenance_near", MaintenanceCalendar.Text(reading));
        return null;
    }

    public static RiskRefusal? Host(RiskFacts facts, RiskLimits limits) => facts.Watch.Host.IsEmpty
        ? null
        : new RiskRefusal(facts.Watch.Host[0].Code, facts.Watch.Host[0].Text) { HoldReason = facts.Watch.Host[0].Holds ? facts.Watch.Host[0].Code : "" };
}
