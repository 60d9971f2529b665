using PropBot.Trading.Desk;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Workflows.Actions.Limits;

internal static class LimitInForce
{
    /// <summary>What binds for that scope: its own row, or the default's value with the version of a row that does not exist yet (0).</summary>
    public static LimitView? Find(DeskSnapshot desk, string limit, string scope)
    {
        var rows = desk.Limits.Where(view => string.Equals(view.Limit, limit, StringComparison.OrdinalIgnoreCase)).ToList();
        return rows.Find(view => string.Equals(view.Scope, scope, StringComparison.OrdinalIgnoreCase))
            ?? (rows.Find(view => view.Scope.Length == 0) is { } standard ? standard with { Scope = scope, Version = 0, Until = null } : null);
    }

    /// <summary>Rulings §4: without enough samples nothing is raised; paper may.</summary>
    public static bool HasFigures(DeskSnapshot desk) => desk.Profile == "paper" || desk.Measures.Readings.Var is not VarReading.Insufficient;
}
