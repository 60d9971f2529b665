using PropBot.Testing.Desks;

namespace PropBot.Testing.Worlds;

/// <summary>The clock as one process sees it: its timers run on the process's own queue and die with it, and its wall clock may be wrong.</summary>
public sealed class ProcessClock(ManualClock world, OneThread thread) : TimeProvider
{
    private bool dead;

    /// <summary>How far this machine's wall clock is ahead of the world's. The monotonic clock is not touched.</summary>
    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Skew;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ProcessTimer(this, callback, state);
        timer.Inner = world.CreateTimer(static t => ((ProcessTimer)t!).Fire(), timer, dueTime, period);
        return timer;
    }

    /// <summary>No timer of this process runs from now on.</summary>
    public void Kill() => dead = true;

    private sealed class ProcessTimer(ProcessClock clock, TimerCallback callback, object? state) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public void Fire()
        {
            if (clock.dead) Inner.Dispose();
            else clock.Run(callback, state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Inner.Change(dueTime, period);

        public void Dispose() => Inner.Dispose();

        public ValueTask DisposeAsync() => Inner.DisposeAsync();
    }

    private void Run(TimerCallback callback, object? state) => thread.As(() => callback(state));
}
