using System.Collections.Immutable;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Watchdogs;

/// <summary>Bounds of the auto-throttle (contract 3.1).</summary>
public sealed record ThrottleOptions
{
    /// <summary>RISK_GUARD_AUTO_HEDGE_FAILURES; null: MAX_AUTO_FAILS_PER_MIN, at least 3.</summary>
    public int? AutoHedgeFailures { get; init; }

    /// <summary>RISK_GUARD_REJECTION_BURST</summary>
    public int RejectionBurst { get; init; } = 5;

    /// <summary>RISK_GUARD_REJECTION_WINDOW_SECONDS</summary>
    public TimeSpan RejectionWindow { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>PARTIAL_HEDGE_THROTTLE_SECONDS</summary>
    public TimeSpan PartialStalledAfter { get; init; } = TimeSpan.FromSeconds(300);
}

/// <summary>Real hedges and real orders only.</summary>
/// <param name="NotionalUsdt">Σ of what the open hedges were opened with.</param>
/// <param name="OldestPartial">How long the oldest partial hedge has been unequal; null: there is none.</param>
/// <param name="AutoFailures">Failed automatic attempts of the last minute, none between that succeeded.</param>
/// <param name="Rejections">Hedges in a row of which one venue refused an order, the oldest within the window.</param>
public sealed record ThrottleFacts(decimal NotionalUsdt, int OpenPositions, TimeSpan? OldestPartial, int AutoFailures, int Rejections);

public sealed record ThrottleLimits(decimal MaxTotalNotionalUsdt, int MaxOpenPositions, int MaxAutoFailuresPerMinute, ThrottleOptions Options)
{
    public int AutoFailures => Options.AutoHedgeFailures ?? Math.Max(MaxAutoFailuresPerMinute, 3);
}

/// <summary>
/// The emergency HOLD of the runbook (contract 7.8b). No request to resume is made with it: the predecessor's did half of the two-person
/// step by itself. Pure.
/// </summary>
public static class AutoThrottle
{
    public const string Source = "risk_guard";
    public const string Prefix = "AUTO_THROTTLE/";
    public const string TotalNotional = "AUTO_THROTTLE/RUNAWAY_TOTAL_NOTIONAL";
    public const string OpenPositions = "AUTO_THROTTLE/RUNAWAY_OPEN_POSITIONS";
    public const string PartialStalled = "AUTO_THROTTLE/PARTIAL_HEDGE_STALLED";
    public const string AutoHedgeFailures = "AUTO_THROTTLE/AUTO_HEDGE_FAILURES";
    public const string OrderRejections = "AUTO_THROTTLE/ORDER_REJECTIONS";

    private static readonly ImmutableArray<(string Reason, Func<ThrottleFacts, ThrottleLimits, string?> Objection)> Table =
    [
        (TotalNotional, static (facts, limits) => facts.NotionalUsdt > limits.MaxTotalNotionalUsdt
            ? $"{Plain(facts.NotionalUsdt)} USDT were opened and MAX_TOTAL_NOTIONAL_USDT is {Plain(limits.MaxTotalNotionalUsdt)}" : null),
        (OpenPositions, static (facts, limits) => facts.OpenPositions > limits.MaxOpenPositions
            ? $"{facts.OpenPositions} hedges are open and MAX_OPEN_POSITIONS is {limits.MaxOpenPositions}" : null),
        (PartialStalled, static (facts, limits) => facts.OldestPartial >= limits.Options.PartialStalledAfter
            ? $"a hedge has been partial for {facts.OldestPartial.Value.TotalSeconds:0} s, PARTIAL_HEDGE_THROTTLE_SECONDS is {limits.Options.PartialStalledAfter.TotalSeconds:0}" : null),
        (AutoHedgeFailures, static (facts, limits) => facts.AutoFailures >= limits.AutoFailures
            ? $"{facts.AutoFailures} automatic attempts failed in a row within a minute, {limits.AutoFailures} are a HOLD" : null),
        (OrderRejections, static (facts, limits) => facts.Rejections >= limits.Options.RejectionBurst
            ? $"a venue refused orders of {facts.Rejections} hedges in a row within {limits.Options.RejectionWindow.TotalSeconds:0} s, RISK_GUARD_REJECTION_BURST is {limits.Options.RejectionBurst}" : null),
    ];

    public static IEnumerable<string> Reasons => Table.Select(row => row.Reason);

    public static IEnumerable<Breach> Breaches(ThrottleFacts facts, ThrottleLimits limits)
    {
        foreach (var (reason, objection) in Table)
            if (objection(facts, limits) is { } text) yield return new Breach(reason, text);
    }

    private static string Plain(decimal usdt) => Decimals.Plain(decimal.Round(usdt, 2));
}
