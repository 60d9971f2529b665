namespace PropBot.Trading.Strategies;

/// <summary>What the orchestrator remembers of one strategy; kept in the ledger. Immutable.</summary>
public sealed record StrategyState
{
    public const string Ok = "ok";
    public const string Fail = "fail";

    public required string Name { get; init; }
    public required bool Enabled { get; init; }

    /// <summary>Who enabled or disabled it last, and why; empty as registered.</summary>
    public string ChangedBy { get; init; } = "";
    public string ChangedReason { get; init; } = "";

    /// <summary><see cref="Ok"/>, <see cref="Fail"/> or null before the first run.</summary>
    public string? LastResult { get; init; }
    public string? LastError { get; init; }
    public DateTimeOffset? LastRunAt { get; init; }
    public DateTimeOffset? CooldownUntil { get; init; }
    public int FailuresInARow { get; init; }

    /// <summary>Machine word of why it is frozen; empty while it is not.</summary>
    public string Frozen { get; init; } = "";
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>The UTC day of <see cref="RealisedUsdt"/>.</summary>
    public DateOnly Day { get; init; }

    /// <summary>USDT its real hedges realised on <see cref="Day"/>.</summary>
    public decimal RealisedUsdt { get; init; }

    public bool IsFrozen => Frozen.Length > 0;

    public static StrategyState Of(StrategyTerms terms) => new() { Name = terms.Name, Enabled = terms.EnabledAtFirst };

    public decimal RealisedOn(DateOnly day) => day == Day ? RealisedUsdt : 0m;
}
