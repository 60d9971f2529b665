using System.Globalization;
using PropBot.Trading.Desk;
using PropBot.Trading.Strategies;

namespace PropBot.Workflows.Actions.Strategies;

internal static class StrategyFreeze
{
    public static StrategyState? Find(DeskSnapshot desk, string strategy) =>
        desk.Measures.Strategies.Decisions.FirstOrDefault(decision => decision.Name == strategy)?.State;

    /// <summary>Why and since when it is frozen, as text: another freeze is another question (R10).</summary>
    public static string Of(StrategyState state) => $"{state.Name}:{state.Frozen}:{state.FrozenAt?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)}";

    public static bool Stands(DeskSnapshot desk, string strategy, string detail) => Find(desk, strategy) is { IsFrozen: true } state && Of(state) == detail;
}
