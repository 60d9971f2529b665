namespace PropBot.Workflows.Engine.Pumping;

/// <summary>
/// Compares the wall clock with the one that only counts. Deadlines are wall times: when it was moved, nobody can say which of them have
/// passed, so open approvals end and people ask again (fail closed).
/// </summary>
public sealed class ClockWatch(TimeProvider clock)
{
    private static readonly TimeSpan Backward = TimeSpan.FromSeconds(-2);
    private static readonly TimeSpan Forward = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private DateTimeOffset wall = clock.GetUtcNow();
    private long counted = clock.GetTimestamp();

    /// <summary>How far the wall clock was moved since the last <see cref="Accept"/>, or null when it is within bounds.</summary>
    public TimeSpan? Jump()
    {
        lock (gate)
        {
            var moved = clock.GetUtcNow() - wall - clock.GetElapsedTime(counted);
            return moved < Backward || moved > Forward ? moved : null;
        }
    }

    /// <summary>The clock as it stands is the one to go by from here.</summary>
    public void Accept()
    {
        lock (gate) (wall, counted) = (clock.GetUtcNow(), clock.GetTimestamp());
    }

    /// <summary>What a start finds: the last thing written is from later than now.</summary>
    public static TimeSpan? Behind(DateTimeOffset lastWritten, DateTimeOffset now) => now - lastWritten < Backward ? now - lastWritten : null;
}
