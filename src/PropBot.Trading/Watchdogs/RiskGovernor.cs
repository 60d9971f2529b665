using System.Collections.Immutable;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Watchdogs;

/// <summary>What the governor looks at. Simulated hedges are in none of the amounts (runbook, risk governor).</summary>
/// <param name="DailyLostUsdt">Positive for a loss (R33); null: cannot be evaluated, which the gate refuses.</param>
/// <param name="NotionalUsdt">Of all open hedges at mark; a hedge counts once, with its larger leg.</param>
/// <param name="UnrealisedLostUsdt">Positive for a loss; null while a mark is stale.</param>
/// <param name="SkewedVenues">Whose clock was beyond the bound twice running (R34), with the numbers.</param>
/// <param name="MaintenanceVenues">Which are in maintenance or read-only now, with the source.</param>
public sealed record GovernorFacts(
    decimal? DailyLostUsdt, decimal NotionalUsdt, decimal? UnrealisedLostUsdt, ImmutableArray<string> SkewedVenues, ImmutableArray<string> MaintenanceVenues);

/// <summary>Null: nobody has set it.</summary>
public sealed record GovernorLimits(decimal? MaxDailyLossUsdt, decimal MaxTotalNotionalUsdt, decimal? MaxUnrealisedLossUsdt);

/// <summary>The auto-HOLD of the runbook as one table (contract 7.7). Looked at on every tick of the desk; the gate asks the same before every opening. Pure.</summary>
public static class RiskGovernor
{
    public const string Source = "risk_governor";
    public const string DailyLoss = "risk_limit breach: MAX_DAILY_LOSS_USDT";
    public const string TotalNotional = "risk_limit breach: MAX_TOTAL_NOTIONAL_USDT";
    public const string UnrealisedLoss = "risk_limit breach: MAX_UNREALIZED_LOSS_USD";
    public const string ClockSkew = "clock_skew";
    public const string Maintenance = "maintenance";

    private static readonly ImmutableArray<(string Reason, Func<GovernorFacts, GovernorLimits, string?> Objection)> Table =
    [
        (Maintenance, static (facts, _) => facts.MaintenanceVenues.IsEmpty ? null : string.Join("; ", facts.MaintenanceVenues)),
        (DailyLoss, static (facts, limits) => limits.MaxDailyLossUsdt is { } most && facts.DailyLostUsdt >= most
            ? $"{Plain(facts.DailyLostUsdt.Value)} USDT lost since 00:00 UTC, {Plain(most)} allowed" : null),
        (TotalNotional, static (facts, limits) => facts.NotionalUsdt > limits.MaxTotalNotionalUsdt
            ? $"{Plain(facts.NotionalUsdt)} USDT are open at mark, {Plain(limits.MaxTotalNotionalUsdt)} allowed" : null),
        (UnrealisedLoss, static (facts, limits) => limits.MaxUnrealisedLossUsdt is { } most && facts.UnrealisedLostUsdt >= most
            ? $"{Plain(facts.UnrealisedLostUsdt.Value)} USDT of unrealised loss, {Plain(most)} allowed" : null),
        (ClockSkew, static (facts, _) => facts.SkewedVenues.IsEmpty ? null : string.Join("; ", facts.SkewedVenues)),
    ];

    /// <summary>Every reason the table knows, in its order.</summary>
    public static IEnumerable<string> Reasons => Table.Select(row => row.Reason);

    /// <summary>All that stand, not only the first: each is a reason of its own (R2).</summary>
    public static IEnumerable<Breach> Breaches(GovernorFacts facts, GovernorLimits limits)
    {
        foreach (var (reason, objection) in Table)
            if (objection(facts, limits) is { } text) yield return new Breach(reason, text);
    }

    private static string Plain(decimal usdt) => Decimals.Plain(decimal.Round(usdt, 2));
}
