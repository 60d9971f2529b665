using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>Watches the machine the desk runs on: what a door read of disk and memory, and whether the wall clock jumped.</summary>
internal sealed class HostFlow(DeskMemory m, HoldLatch latch)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private DateTimeOffset wall = m.Clock.GetUtcNow();
    private long monotonic = m.Clock.GetTimestamp();
    private DateTimeOffset nextLook;

    /// <summary>Whoever tells once is expected to go on.</summary>
    public void On(HostReading reading)
    {
        m.Watch.HostIsWatched = true;
        m.Watch.HostReading = reading;
        Look();
    }

    public void Tick()
    {
        Jumped();
        if (m.Watch.HostIsWatched && (m.Now >= nextLook || nextLook - m.Now > LookEvery)) Look();
    }

    private void Look()
    {
        nextLook = m.Now + LookEvery;
        m.Watch.Host = HostHealth.Of(m.Watch.HostReading, m.Options.Watch.Host, m.Now);
        var holds = m.Watch.Host.FirstOrDefault(objection => objection.Holds);
        latch.Look("host", holds?.Code, holds?.Text ?? "", HostHealth.Source, "host_watch");
    }

    // Every validity, age and day of ours is read off the wall clock: after a jump none of them can be trusted until people have looked.
    private void Jumped()
    {
        var jump = HostHealth.Jump(m.Now - wall, m.Clock.GetElapsedTime(monotonic));
        (wall, monotonic) = (m.Now, m.Clock.GetTimestamp());
        latch.Look(
            "clock_jump", jump is null ? null : HostHealth.ClockJump,
            $"this machine's clock jumped by {jump?.TotalSeconds:0.0} s", HostHealth.Source, "host_watch");
    }
}
