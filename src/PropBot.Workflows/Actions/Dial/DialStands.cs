using PropBot.Trading.Desk;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Workflows.Actions.Dial;

/// <summary>The dial's own rules, asked of what the desk shows. The desk asks them again before anything is turned.</summary>
internal static class DialStands
{
    public static DialMove Turn(DeskSnapshot desk, int wanted, bool twoPeople, DateTimeOffset at) =>
        DialRules.Turn(desk.Measures.Dial, wanted, twoPeople, desk.Measures.Readings.Stability.Colour, at);

    /// <summary>Where it stands, as text (R10).</summary>
    public static string Of(DeskSnapshot desk) => $"rpi:{desk.Measures.Dial.Value}:{(desk.Measures.Dial.WasCut ? "cut" : "set")}";
}
