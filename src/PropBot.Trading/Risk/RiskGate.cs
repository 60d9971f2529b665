using System.Collections.Immutable;
using PropBot.Trading.Orders;
using PropBot.Trading.Risk.Guards;

namespace PropBot.Trading.Risk;

/// <summary>One guard: null is "no objection".</summary>
public delegate RiskRefusal? GuardCheck(RiskFacts facts, RiskLimits limits);

/// <summary>A guard's place in the gate.</summary>
public sealed record Guard(string Name, GuardCheck Check);

/// <summary>
/// The only way to an opening order (P3): state, preflight, feeds and clock, ledger, blocks, edge guard and watchdogs, limits,
/// losses, liquidity, rate, runaway. The
/// first objection decides. Pure; allocates nothing when nobody objects.
/// </summary>
public static class RiskGate
{
    /// <summary>The order of the questions. What the venue would refuse anyway comes last, what a person decided comes first.</summary>
    public static readonly ImmutableArray<Guard> Order =
    [
        new("state", StateGuard.Check),
        new("preflight", PreflightGuard.Check),
        new("book_freshness", FeedGuard.Books),
        new("clock", FeedGuard.Clock),
        new("private_stream", FeedGuard.PrivateStream),
        new("dead_man", FeedGuard.DeadMan),
        new("instrument_status", FeedGuard.Instrument),
        new("ledger", PreflightGuard.Ledger),
        new("blocks", BlockGuard.Check),
        new("quarantine", ChurnGuard.Check),
        new("edge_desync", EdgeGuards.Desync),
        new("edge_throttle", EdgeGuards.Throttled),
        new("edge_partial", EdgeGuards.Partial),
        new("edge_slippage", EdgeGuards.Slippage),
        new("edge_fail_rate", EdgeGuards.FailRate),
        new("edge_pnl_trend", EdgeGuards.Trend),
        new("maintenance", WatchGuards.Maintenance),
        new("venue_watchdog", WatchGuards.Venues),
        new("host", WatchGuards.Host),
        new("notional", PositionGuards.Notional),
        new("per_position", PositionGuards.PerPosition),
        new("per_symbol", PositionGuards.PerSymbol),
        new("per_venue", PositionGuards.PerVenue),
        new("total_notional", PositionGuards.Total),
        new("open_positions", PositionGuards.Count),
        new("leverage", PositionGuards.Leverage),
        new("net_delta", DeltaGuards.NetDelta),
        new("direction", DeltaGuards.Direction),
        new("daily_loss", LossGuards.Daily),
        new("unrealised_loss", LossGuards.Unrealised),
        new("basis_var", VarGuard.Check),
        new("margin_ratio", LiquidityGuards.MarginRatio),
        new("available_balance", LiquidityGuards.Available),
        new("liquidity", WatchGuards.Liquidity),
        new("open_orders", RateGuards.OpenOrders),
        new("rate_budget", RateGuards.VenueBudget),
        new("runaway", RateGuards.Runaway),
    ];

    /// <summary>
    /// What a completion of a partial hedge is asked (R28). Two people agreed to it in this HOLD, so the mode is not asked; nor what the hedge
    /// passed and is counted in already, nor what only says that one is partial, failed or naked.
    /// </summary>
    public static readonly ImmutableArray<Guard> ForCompletion =
    [
        .. Order.Where(guard => guard.Name is not ("state" or "blocks" or "quarantine" or "edge_partial" or "edge_slippage" or "edge_fail_rate" or "edge_pnl_trend"
            or "per_position" or "per_symbol" or "total_notional" or "open_positions" or "net_delta")),
        new("blocks", BlockGuard.BesidePartial),
    ];

    /// <summary>Null when nobody objects to completing.</summary>
    public static RiskRefusal? CheckCompletion(RiskFacts facts, RiskLimits limits) => Check(ForCompletion, facts, limits);

    /// <summary>Null when nobody objects.</summary>
    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits) => Check(Order, facts, limits);

    /// <summary>Stamps an opening order whose hedge passed <see cref="Check(RiskFacts,RiskLimits)"/> and whose mode still opens.</summary>
    internal static ApprovedOrder Stamp(Order order) => ApprovedOrder.ByGate(order);

    internal static RiskRefusal? Check(ImmutableArray<Guard> guards, RiskFacts facts, RiskLimits limits)
    {
        foreach (var guard in guards)
        {
            try
            {
                if (guard.Check(facts, limits) is { } refusal) return refusal with { Guard = guard.Name };
            }
            catch (Exception broken)
            {
                // A calculation that fails has no result, and without one nothing opens (P20); it is our fault, so trading stops.
                return new RiskRefusal("guard_failed", $"guard {guard.Name} failed: {broken.Message}") { HoldReason = $"guard_failed:{guard.Name}", Guard = guard.Name };
            }
        }

        return null;
    }
}
