using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>The time this venue believes in: the simulation's, less or more by what a fault makes it wrong. Timers run on the simulation's own.</summary>
public sealed class OkxClock(VenueCore venue) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => venue.Now;

    public override long GetTimestamp() => venue.Clock.GetTimestamp();

    public override long TimestampFrequency => venue.Clock.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        venue.Clock.CreateTimer(callback, state, dueTime, period);
}
