namespace PropBot.Trading.Strategies;

/// <summary>Everything that can happen to a strategy, each a function from its state to its next.</summary>
public static class StrategyTransitions
{
    public const string TooManyFailures = "consecutive_failures";
    public const string DailyLoss = "daily_loss";

    public static StrategyState Enable(this StrategyState state, string by, string reason) => state with { Enabled = true, ChangedBy = by, ChangedReason = reason };

    public static StrategyState Disable(this StrategyState state, string by, string reason) => state with { Enabled = false, ChangedBy = by, ChangedReason = reason };

    /// <summary>The second person agreed: failures start from zero, the day's loss does not.</summary>
    public static StrategyState Thaw(this StrategyState state) => state with { Frozen = "", FrozenAt = null, FailuresInARow = 0, CooldownUntil = null };

    /// <summary>A run is over. Anything but a success cools it down; too many in a row freeze it.</summary>
    /// <param name="error">Null for a success; else the machine word of what went wrong.</param>
    public static StrategyState Ran(this StrategyState state, StrategyTerms terms, StrategyOptions options, string? error, DateTimeOffset now)
    {
        if (error is null) return state with { LastResult = StrategyState.Ok, LastError = null, LastRunAt = now, CooldownUntil = null, FailuresInARow = 0 };
        var failed = state with
        {
            LastResult = StrategyState.Fail,
            LastError = error,
            LastRunAt = now,
            CooldownUntil = now + terms.Cooldown,
            FailuresInARow = state.FailuresInARow + 1,
        };
        return failed.FailuresInARow > options.MaxFailuresInARow ? failed.Freeze(TooManyFailures, now) : failed;
    }

    /// <summary>A real hedge of it is over; a day's loss at its limit freezes it.</summary>
    public static StrategyState Realised(this StrategyState state, StrategyOptions options, decimal usdt, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var next = state with { Day = day, RealisedUsdt = state.RealisedOn(day) + usdt };
        return options.DailyLoss(state.Name) is { } limit && -next.RealisedUsdt >= limit ? next.Freeze(DailyLoss, now) : next;
    }

    // The first reason stays: it is what two people are asked about.
    private static StrategyState Freeze(this StrategyState state, string why, DateTimeOffset now) => state.IsFrozen ? state : state with { Frozen = why, FrozenAt = now };
}
