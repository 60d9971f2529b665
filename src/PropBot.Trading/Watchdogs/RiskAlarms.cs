using System.Collections.Immutable;
using PropBot.Trading.Amounts;

namespace PropBot.Trading.Watchdogs;

/// <summary>When people are warned before something stops the desk (contract 3.1, 5).</summary>
public sealed record AlarmOptions
{
    /// <summary>PARTIAL_HEDGE_ALERT_SECONDS</summary>
    public TimeSpan PartialFor { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>RUNAWAY_NOTIONAL_ALERT_RATIO</summary>
    public decimal NotionalRatio { get; init; } = 0.8m;

    /// <summary>RUNAWAY_CANCEL_ALERT_RATIO</summary>
    public decimal CancelRatio { get; init; } = 0.8m;

    /// <summary>AUTO_HEDGE_STALL_ALERT_SECONDS</summary>
    public TimeSpan UncheckedFor { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>AUTO_HEDGE_SUCCESS_ALERT_SECONDS</summary>
    public TimeSpan FailingFor { get; init; } = TimeSpan.FromSeconds(600);
}

/// <summary>Real hedges only.</summary>
/// <param name="OldestPartial">Null: none is partial.</param>
/// <param name="Unchecked">How long the running loop has looked at no quote; null while it does not run.</param>
/// <param name="Failing">How long it has been since the first of the failures that no success followed; null without one, and while the loop does not run.</param>
public sealed record AlarmFacts(TimeSpan? OldestPartial, decimal NotionalUsdt, decimal MaxTotalNotionalUsdt, int Cancels, int MaxCancels, TimeSpan? Unchecked, TimeSpan? Failing);

/// <summary>
/// The predecessor's risk alerts as one table. They warn and stop nothing; a HOLD always has its reason here, so that there is none for one
/// without. Pure.
/// </summary>
public static class RiskAlarms
{
    private static readonly ImmutableArray<(string Kind, Func<AlarmFacts, AlarmOptions, string?> Text)> Table =
    [
        ("partial_hedge_stalled", static (f, o) => f.OldestPartial >= o.PartialFor ? $"a hedge has been partial for {f.OldestPartial.Value.TotalSeconds:0} s" : null),
        ("runaway_notional_warning", static (f, o) => f.NotionalUsdt > 0m && f.NotionalUsdt >= f.MaxTotalNotionalUsdt * o.NotionalRatio
            ? $"{Plain(f.NotionalUsdt)} USDT of MAX_TOTAL_NOTIONAL_USDT {Plain(f.MaxTotalNotionalUsdt)} are open" : null),
        ("runaway_cancel_rate", static (f, o) => f.MaxCancels > 0 && f.Cancels >= f.MaxCancels * o.CancelRatio ? $"{f.Cancels} cancels within a minute, MAX_CANCELS_PER_MIN is {f.MaxCancels}" : null),
        ("auto_hedge_stalled", static (f, o) => f.Unchecked >= o.UncheckedFor ? $"the auto-hedge has looked at no quote for {f.Unchecked.Value.TotalSeconds:0} s" : null),
        ("auto_hedge_no_success", static (f, o) => f.Failing >= o.FailingFor ? $"the auto-hedge has only failed for {f.Failing.Value.TotalSeconds:0} s" : null),
    ];

    public static IEnumerable<string> Kinds => Table.Select(row => row.Kind);

    /// <summary>Kind and text of what stands.</summary>
    public static IEnumerable<(string Kind, string Text)> Standing(AlarmFacts facts, AlarmOptions options)
    {
        foreach (var (kind, text) in Table)
            if (text(facts, options) is { } said) yield return (kind, said);
    }

    private static string Plain(decimal usdt) => Decimals.Plain(decimal.Round(usdt, 2));
}
