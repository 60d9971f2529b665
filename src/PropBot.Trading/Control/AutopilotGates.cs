using System.Collections.Immutable;

namespace PropBot.Trading.Control;

/// <summary>One thing that keeps the autopilot from resuming.</summary>
/// <param name="Code">The predecessor's word where it had one (contract 7.17).</param>
/// <param name="Passes">True: it may open by itself soon after a start, so a start waits for it a while.</param>
public sealed record GateShut(string Code, string Text, bool Passes = false);

/// <summary>What the gates of R20 are asked about, as the desk knows it at one moment.</summary>
public sealed record AutopilotFacts
{
    public required DeskState State { get; init; }
    public required ImmutableArray<HoldReason> Reasons { get; init; }

    /// <summary>The run marker stood when this process began (R3).</summary>
    public required bool Marked { get; init; }

    /// <summary>What the desk was in before nothing but restarts put it on HOLD; null: not known, or a HOLD of its own.</summary>
    public required DeskState? Before { get; init; }

    /// <summary>Codes of P0 incidents that are not over.</summary>
    public IReadOnlyList<string> OpenP0 { get; init; } = [];

    /// <summary>Everything of R8.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }
    public required int Orders { get; init; }
    public required int OrdersLimit { get; init; }
    public required int Cancels { get; init; }
    public required int CancelsLimit { get; init; }
    public required IReadOnlyList<AutopilotVenue> Venues { get; init; }
}

/// <param name="Silent">Since its newest market data; null before the first.</param>
/// <param name="Clock">What is wrong with its clock; empty while it is within bounds and was measured lately.</param>
public sealed record AutopilotVenue(string Word, bool Reachable, string LinkDetail, string Clock, TimeSpan? Silent);

/// <summary>
/// R20: when the mandate may be used. Every gate is asked, so that a refusal carries all its reasons; a block nobody thought of here
/// shuts too. Pure.
/// </summary>
public static class AutopilotGates
{
    /// <summary>Older market data than this is no fresh stream.</summary>
    public static readonly TimeSpan FreshWithin = TimeSpan.FromSeconds(5);

    private static readonly string[] Breaches = ["risk_limit breach", "AUTO_THROTTLE", "daily_loss", "naked_budget"];

    public static ImmutableArray<GateShut> Shut(AutopilotFacts facts) =>
    [
        .. OfMode(facts), .. facts.Blocks.Select(OfBlock).DistinctBy(gate => gate.Text), .. OfRates(facts), .. facts.Venues.SelectMany(OfVenue),
    ];

    private static IEnumerable<GateShut> OfMode(AutopilotFacts facts)
    {
        if (!facts.State.HoldActive()) yield return new("hold_not_active", "the desk is not on HOLD: there is nothing to resume from");
        else if (facts.Reasons.All(reason => reason.Code != HoldReason.RestartCode)) yield return new("hold_not_by_restart", "the HOLD does not come from a restart");
        foreach (var reason in facts.Reasons.Where(reason => reason.Code != HoldReason.RestartCode))
        {
            yield return new($"hold_reason={reason.Code}", $"HOLD stands for {reason.Code}, not for a restart alone");
            if (Array.Exists(Breaches, begin => reason.Code.StartsWith(begin, StringComparison.Ordinal))) yield return new("risk_breach_active", $"a limit is breached: {reason.Code}");
            if (reason.Code.StartsWith("runaway_", StringComparison.Ordinal)) yield return new("runaway_guard_active", $"the runaway guard has stopped the desk: {reason.Code}");
        }

        foreach (var code in facts.Reasons.Where(reason => reason.Severity == HoldSeverity.P0).Select(reason => reason.Code).Concat(facts.OpenP0).Distinct(StringComparer.Ordinal))
            yield return new($"p0:{code}", $"{code} is a P0");
        if (!facts.Marked) yield return new("run_marker_missing", "no run marker lay beside the ledger at this start: the desk was not in RUN, or was put on HOLD");
        if (facts.Before is DeskState.RunSafe) yield return new("previous_safe_mode_true", "SAFE_MODE was on before the restart");
        else if (facts.Before is not DeskState.Run) yield return new("previous_mode_not_run", $"before the restart the desk was not in RUN{(facts.Before is { } before ? $" but in {before}" : "")}");
    }

    private static GateShut OfBlock(Block block) => block.Code switch
    {
        "partial_hedge" or "unknown_order" or "kill_pending" => new(block.Code, block.Text),
        "desync" => new(block.Code, block.Text),
        "desync_suspected" => new("desync", block.Text, Passes: true),
        _ when block.Code.StartsWith("preflight:", StringComparison.Ordinal) => new("preflight_not_passed", block.Text, Passes: true),
        _ when Array.Exists(Breaches, begin => block.Code.StartsWith(begin, StringComparison.Ordinal)) => new("risk_breach_active", block.Text),
        _ => new($"blocked:{block.Code}", block.Text, Passes: true),
    };

    private static IEnumerable<GateShut> OfRates(AutopilotFacts facts)
    {
        if (facts.OrdersLimit > 0 && facts.Orders >= facts.OrdersLimit) yield return new("runaway_orders_limit", $"{facts.Orders} orders left this minute, {facts.OrdersLimit} are allowed");
        if (facts.CancelsLimit > 0 && facts.Cancels >= facts.CancelsLimit) yield return new("runaway_cancels_limit", $"{facts.Cancels} cancels left this minute, {facts.CancelsLimit} are allowed");
    }

    private static IEnumerable<GateShut> OfVenue(AutopilotVenue venue)
    {
        if (!venue.Reachable) yield return new($"exchange_unreachable:{venue.Word}", $"{venue.Word}: {(venue.LinkDetail.Length == 0 ? "not connected" : venue.LinkDetail)}", Passes: true);
        if (venue.Clock.Length > 0) yield return new($"clock_out_of_bounds:{venue.Word}", $"{venue.Word}'s clock: {venue.Clock}", Passes: true);
        if (venue.Silent is not { } silent) yield return new($"stream_stale:{venue.Word}", $"{venue.Word} has not told of any market yet", Passes: true);
        else if (silent > FreshWithin) yield return new($"stream_stale:{venue.Word}", $"{venue.Word} has told of no market for {silent.TotalSeconds:0.0} s", Passes: true);
    }
}
