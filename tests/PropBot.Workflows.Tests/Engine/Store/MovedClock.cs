using PropBot.Testing;

namespace PropBot.Workflows.Tests.Engine.Store;

/// <summary>A wall clock that somebody sets, over one that only counts.</summary>
internal sealed class MovedClock : TimeProvider
{
    private readonly ManualClock counting = new();

    public TimeSpan Moved { get; set; }

    public override long TimestampFrequency => counting.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => counting.GetUtcNow() + Moved;

    public override long GetTimestamp() => counting.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => counting.CreateTimer(callback, state, dueTime, period);
}
