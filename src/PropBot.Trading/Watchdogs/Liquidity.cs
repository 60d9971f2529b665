using System.Collections.Immutable;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Watchdogs;

/// <summary>What one venue says of its account. Null: not read.</summary>
/// <param name="Age">Of the reading.</param>
/// <param name="MarginRatio">Maintenance margin / equity on both venues: 1 is liquidation (OKX's own figure is the inverse and was turned round by its connector).</param>
/// <param name="PositionsUsdt">Σ |position| at mark.</param>
public sealed record VenueFunds(Venue Venue, TimeSpan? Age, decimal? FreeUsdt, decimal? EquityUsdt, decimal? MarginRatio, decimal PositionsUsdt);

/// <param name="OrderNotionalUsdt">ORDER_NOTIONAL_USDT: less free than a standard hedge is too little.</param>
public sealed record FundsLimits(decimal OrderNotionalUsdt, decimal MaxMarginRatio, decimal MaxLeverage, TimeSpan MaxAge)
{
    /// <summary>Free / equity below which an account counts as used up.</summary>
    public const decimal LeastFreeShare = 0.05m;

    /// <summary>Account health (contract 11): near a margin call. The liquidity rule stops long before.</summary>
    public const decimal CriticalMarginRatio = 0.85m;

    /// <summary>Free USDT below which an account can no longer defend itself (contract 11).</summary>
    public const decimal CriticalFreeUsdt = 10m;
}

/// <summary>One venue's line in the Balances / Liquidity section.</summary>
/// <param name="Reason">Snake case; <c>ok</c> while nothing is wrong.</param>
public sealed record FundsEntry(Venue Venue, decimal? FreeUsdt, decimal? UsedUsdt, decimal? EquityUsdt, decimal? MarginRatio, bool RiskOk, string Reason, bool Critical);

/// <param name="Measured">False until both venues were read once: then nothing opens, and nothing is to be held for.</param>
/// <param name="Reason"><c>&lt;venue&gt;:&lt;text&gt;</c> of the first bad venue, which is the HOLD reason; <c>ok</c> or <c>dry_run_mode</c> otherwise.</param>
public sealed record LiquidityReading(ImmutableArray<FundsEntry> Venues, bool Measured, bool Blocked, string Reason)
{
    public static readonly LiquidityReading Unread = new([], Measured: false, Blocked: true, "balance_unavailable");
}

/// <summary>Whether both accounts can carry what is open and one hedge more (runbook, Liquidity; contract 7.14 with its defects mended). Pure.</summary>
public static class Liquidity
{
    public const string Source = "balances_monitor";
    public const string AccountHealth = "ACCOUNT_HEALTH::CRITICAL::";

    /// <param name="dryRun">New hedges are simulated: the accounts are shown, and block nothing.</param>
    public static LiquidityReading Of(IReadOnlyCollection<VenueFunds> accounts, FundsLimits limits, bool dryRun)
    {
        var entries = accounts.Select(account => Judge(account, limits)).ToImmutableArray();
        var measured = accounts.All(account => account.Age is not null);
        var bad = entries.FirstOrDefault(entry => !entry.RiskOk);
        if (dryRun) return new LiquidityReading(entries, measured, Blocked: false, "dry_run_mode");
        return new LiquidityReading(entries, measured, bad is not null, bad is null ? "ok" : $"{bad.Venue.Word()}:{bad.Reason}");
    }

    private static FundsEntry Judge(VenueFunds account, FundsLimits limits)
    {
        var used = account.EquityUsdt - account.FreeUsdt;
        var reason = Objection(account, limits) ?? "ok";
        var critical = account.MarginRatio >= FundsLimits.CriticalMarginRatio || account.FreeUsdt < FundsLimits.CriticalFreeUsdt;
        return new FundsEntry(account.Venue, account.FreeUsdt, used, account.EquityUsdt, account.MarginRatio, reason == "ok", reason, critical);
    }

    private static string? Objection(VenueFunds account, FundsLimits limits)
    {
        if (account is not { Age: { } age, FreeUsdt: { } free, EquityUsdt: { } equity, MarginRatio: { } ratio } || age > limits.MaxAge) return "balance_unavailable";
        if (free < limits.OrderNotionalUsdt) return "free_below_order_notional";
        if (ratio >= limits.MaxMarginRatio) return "margin_ratio_high";
        if (equity <= 0m || free / equity < FundsLimits.LeastFreeShare) return "free_share_low";
        return account.PositionsUsdt / equity >= limits.MaxLeverage ? "leverage_at_limit" : null;
    }
}
