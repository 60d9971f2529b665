using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Worlds;

/// <summary>Something that goes wrong at a time counted from the start of the schedule.</summary>
/// <param name="Text">One line for whoever reads the log of a failed seed.</param>
public sealed record PlannedFault(TimeSpan At, string Text, Action<WorldHarness> Begin, TimeSpan? For = null, Action<WorldHarness>? End = null);

/// <summary>What goes wrong in one run: drawn from the seed, so that the seed alone reproduces it.</summary>
public sealed record FaultSchedule(int Seed, IReadOnlyList<PlannedFault> Faults)
{
    public static FaultSchedule From(int seed, TimeSpan duration, IReadOnlyList<string> symbols)
    {
        var dice = Dice.For(seed, "schedule");
        var draw = new FaultDraw(dice, symbols);
        var count = 6 + (int)(14 * dice.Uniform());
        var faults = new List<PlannedFault>();
        for (var i = 0; i < count; i++) faults.Add(draw.Any(At(0.9)));
        var crashes = (int)(4 * dice.Uniform());
        for (var i = 0; i < crashes; i++) faults.Add(draw.Crash(At(0.95)));
        return new FaultSchedule(seed, [.. faults.OrderBy(f => f.At)]);

        TimeSpan At(double share) => TimeSpan.FromMilliseconds(Math.Floor(duration.TotalMilliseconds * share * dice.Uniform()));
    }

    /// <summary>Puts every fault on the world's clock; times count from now.</summary>
    public void Apply(WorldHarness world)
    {
        foreach (var fault in Faults)
        {
            world.Clock.CreateTimer(_ => Begin(world, fault), null, fault.At, Timeout.InfiniteTimeSpan);
            if (fault is { For: { } length, End: not null })
                world.Clock.CreateTimer(_ => fault.End(world), null, fault.At + length, Timeout.InfiniteTimeSpan);
        }
    }

    public override string ToString() => string.Join('\n', Faults.Select(f => $"  {f.At:mm\\:ss\\.fff} {f.Text}"));

    private static void Begin(WorldHarness world, PlannedFault fault)
    {
        world.Log.Add($"FAULT {fault.Text}");
        fault.Begin(world);
    }
}
