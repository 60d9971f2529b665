using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Worlds;

/// <summary>The people of a world: they lead the desk back to RUN step by step, once nothing blocks it and they have had time to look.</summary>
internal sealed class Operators(WorldHarness world, Dice dice)
{
    private Task<CommandResult>? asked;
    private DateTimeOffset lookedAt;
    private int requests;

    public bool Away { get; set; }

    /// <summary>The process died with whatever it had been told.</summary>
    public void Forget() => (asked, lookedAt) = (null, default);

    public void Look()
    {
        if (Away || asked is { IsCompleted: false }) return;
        var seen = world.Snapshot;
        if (seen.State == DeskState.Run || !seen.Blocks.IsEmpty)
        {
            lookedAt = default;
            return;
        }

        if (lookedAt == default) lookedAt = world.Now + TimeSpan.FromSeconds(1 + (6 * dice.Uniform()));
        if (world.Now < lookedAt) return;
        asked = world.Ask(seen.State switch
        {
            DeskState.Hold => new DeskCommand.LeaveHold("operator-b", $"r{++requests}", seen.HoldEpoch, seen.BootId) { RootCause = "rehearsed" },
            DeskState.Standby => new DeskCommand.Resume("operator-a"),
            _ => new DeskCommand.SetSafeMode("operator-a", false),
        });
    }
}
