using System.Collections.Immutable;

namespace PropBot.Trading.Strategies;

/// <summary>What every strategy must pass (contract 7.15).</summary>
/// <param name="Blocked"><c>hold_active</c>, <c>safe_mode</c>, <c>not_running</c>, <c>risk_limit</c>; null when open.</param>
public sealed record StrategyGates(bool HoldActive, bool SafeMode, bool DryRun, bool Autopilot, bool RiskCapsOk, string? Blocked)
{
    public static StrategyGates Of(
        bool holdActive, bool safeMode, bool running, bool dryRun, bool autopilot, int openHedges, int maxOpenHedges, decimal openNotional, decimal maxNotional)
    {
        var withinCaps = openHedges <= maxOpenHedges && openNotional <= maxNotional;
        var blocked = holdActive ? "hold_active" : safeMode ? "safe_mode" : !withinCaps ? "risk_limit" : !running ? "not_running" : null;
        return new StrategyGates(holdActive, safeMode, dryRun, autopilot, withinCaps && !holdActive && !safeMode, blocked);
    }
}

/// <param name="Decision"><c>run</c>, <c>cooldown</c> or <c>skip</c>.</param>
/// <param name="Reason">Machine word; <c>ok</c> for run.</param>
/// <param name="CooldownRemaining">Null unless it cools down.</param>
public sealed record StrategyDecision(string Name, string Decision, string Reason, TimeSpan? CooldownRemaining, StrategyTerms Terms, StrategyState State)
{
    public const string Run = "run";
    public const string Cooldown = "cooldown";
    public const string Skip = "skip";

    public bool Runs => Decision == Run;
}

/// <summary>Decides for each strategy whether it may open now. Pure.</summary>
public static class Orchestrator
{
    public const string Ok = "ok";

    /// <param name="open">Notional a strategy has open, USDT.</param>
    /// <param name="factor">The dial's: budgets are soft caps.</param>
    public static StrategyDecision Decide(StrategyTerms terms, StrategyState state, StrategyGates gates, StrategyOptions options, decimal open, decimal factor, DateTimeOffset now)
    {
        StrategyDecision Skip(string reason) => new(terms.Name, StrategyDecision.Skip, reason, null, terms, state);

        if (!state.Enabled) return Skip("disabled");
        if (gates.Blocked is { } blocked) return Skip(blocked);
        if (state.IsFrozen) return Skip($"frozen:{state.Frozen}");
        if (options.Budget(terms.Name) is { } budget && open >= budget * factor) return Skip("budget_reached");
        if (state.CooldownUntil is { } until && now < until)
            return new StrategyDecision(terms.Name, StrategyDecision.Cooldown, state.LastError ?? "cooldown_active", until - now, terms, state);
        return new StrategyDecision(terms.Name, StrategyDecision.Run, Ok, null, terms, state);
    }

    public static ImmutableArray<StrategyDecision> Plan(
        IEnumerable<StrategyState> states, StrategyGates gates, StrategyOptions options, Func<string, decimal> open, decimal factor, DateTimeOffset now) =>
        [.. states.Select(state => Decide(TermsOf(state), state, gates, options, open(state.Name), factor, now))];

    private static StrategyTerms TermsOf(StrategyState state) =>
        StrategyTerms.Find(state.Name) ?? throw new InvalidOperationException($"{state.Name} is not a registered strategy");
}
