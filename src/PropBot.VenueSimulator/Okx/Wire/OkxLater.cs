namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>Does something after a while by the venue's clock, inside the simulation's lock.</summary>
public sealed class OkxLater(TimeProvider clock, Lock gate)
{
    // A timer that nobody holds may be collected before it is due.
    private readonly HashSet<ITimer> waiting = [];

    /// <summary>At once when there is nothing to wait for.</summary>
    public void In(TimeSpan delay, Action act)
    {
        lock (gate)
        {
            if (delay <= TimeSpan.Zero)
            {
                act();
                return;
            }

            ITimer? timer = null;
            timer = clock.CreateTimer(_ => Due(timer!, act), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            waiting.Add(timer);
            timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Due(ITimer timer, Action act)
    {
        lock (gate)
        {
            waiting.Remove(timer);
            timer.Dispose();
            act();
        }
    }
}
