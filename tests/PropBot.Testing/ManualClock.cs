namespace PropBot.Testing;

/// <summary>A clock that moves only when told. Due timers run inside <see cref="Advance"/>, in order of their due time, then of creation.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private static readonly Comparer<ManualTimer> ByDue = Comparer<ManualTimer>.Create(
        static (x, y) => x.Due.CompareTo(y.Due) is var due and not 0 ? due : x.Order.CompareTo(y.Order));

    private readonly Lock gate = new();

    // Sorted, since a world on virtual time asks for the next timer a hundred thousand times a simulated minute.
    private readonly SortedSet<ManualTimer> timers = new(ByDue);
    private DateTimeOffset now = start;
    private TimeSpan stepped;
    private long created;

    public ManualClock()
        : this(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp()
    {
        lock (gate) return (now - stepped).UtcTicks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state, Interlocked.Increment(ref created));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The due time of the next timer, or null when none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate) return timers.Min?.Due;
        }
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (gate) target = now + by;
        while (TakeDue(target) is { } timer) timer.Fire();
        lock (gate) now = target;
    }

    /// <summary>The wall clock is set; the monotonic one is not touched.</summary>
    public void StepWall(TimeSpan by)
    {
        lock (gate) (now, stepped) = (now + by, stepped + by);
    }

    /// <summary>A clock step without any timer running: what NTP or a sleeping host does.</summary>
    public void Jump(TimeSpan by)
    {
        lock (gate) now += by;
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (gate)
        {
            if (timers.Min is not { } next || next.Due > target) return null;
            if (next.Due > now) now = next.Due;
            timers.Remove(next);
            if (next.Period <= TimeSpan.Zero) return next;
            next.Due += next.Period;
            timers.Add(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state, long order) : ITimer
    {
        public long Order { get; } = order;
        public DateTimeOffset Due { get; set; }
        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                Period = period;
                if (dueTime < TimeSpan.Zero) return true;
                Due = clock.now + dueTime;
                clock.timers.Add(this);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
