using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios.Brakes;

/// <summary>How one guard of the gate is tripped through the whole desk, and how its cause ends.</summary>
/// <param name="Guard">Its name in RiskGate.Order; after a colon, which of its ways.</param>
/// <param name="Code">The refusal a person gets; where a HOLD answers before the guard, that one's.</param>
public sealed record GuardRecipe(string Guard, string Code)
{
    public static readonly DeskCommand.Execute Ordinary = new("a", "BTCUSDT", 500m, null, null);

    public Func<TradingOptions, TradingOptions> Options { get; init; } = static o => o;

    /// <summary>In RUN, before the trip; may open hedges.</summary>
    public Action<DeskHarness> Arrange { get; init; } = static _ => { };

    public required Action<DeskHarness> Trip { get; init; }

    /// <summary>The market while tripped, ten times a second: as a rule one that is worth opening on.</summary>
    public Action<DeskHarness> Market { get; init; } = static desk => desk.Dear();

    /// <summary>What a person asks for meanwhile.</summary>
    public DeskCommand.Execute Wish { get; init; } = Ordinary;

    /// <summary>The guard's own refusal where a HOLD that it engaged answers afterwards.</summary>
    public string? Cause { get; init; }

    /// <summary>HOLD reason that stays until two people take it away; null: the guard itself goes when its cause goes.</summary>
    public string? Hold { get; init; }

    /// <summary>False: the reason is that nothing can be written, so that a new process knows only of its own start.</summary>
    public bool HoldIsWritten { get; init; } = true;

    /// <summary>A new process has to meet the cause again (what was counted in memory, what was sent to it).</summary>
    public Action<DeskHarness> AfterRestart { get; init; } = static _ => { };

    /// <summary>A new process starts without the cause: the minute of the runaway guard is over by the time it may trade.</summary>
    public bool EndsWithProcess { get; init; }

    public Action<DeskHarness> Heal { get; init; } = static _ => { };

    /// <summary>What may be opened once healed; differs from <see cref="Wish"/> where the cause is a limit.</summary>
    public DeskCommand.Execute Allowed { get; init; } = Ordinary;

    public override string ToString() => Guard;
}
