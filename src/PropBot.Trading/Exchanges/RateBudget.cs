namespace PropBot.Trading.Exchanges;

/// <summary>
/// What we may still ask of a venue in the present window (P28). Ordinary calls stop at the limit less the reserve; cancels and closes
/// may use the reserve too. During a ban nothing leaves at all: every call sent then lengthens it.
/// </summary>
public sealed class RateBudget(int limit, int reserve, TimeSpan window, TimeProvider clock)
{
    private readonly Lock gate = new();
    private long slot = -1;
    private int used;
    private DateTimeOffset bannedUntil = DateTimeOffset.MinValue;

    // Monotonic: a step of our wall clock must not end a ban.
    private long silentBefore = long.MinValue;

    /// <summary>Takes the weight if it fits. <paramref name="essential"/>: a cancel, a close, or what is needed to settle an unknown order.</summary>
    public bool TryTake(int weight, bool essential = false)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (clock.GetTimestamp() < silentBefore) return false;
            Roll(now);
            if (used + weight > (essential ? limit : limit - reserve)) return false;
            used += weight;
            return true;
        }
    }

    /// <summary>What is left of the window without the reserve; 0 during a ban.</summary>
    public int Left
    {
        get
        {
            lock (gate)
            {
                var now = clock.GetUtcNow();
                if (now < bannedUntil) return 0;
                Roll(now);
                return Math.Max(0, limit - reserve - used);
            }
        }
    }

    /// <summary>What the venue says we used in this window; the larger of its count and ours holds.</summary>
    public void Reported(int usedByVenue)
    {
        lock (gate)
        {
            Roll(clock.GetUtcNow());
            used = Math.Max(used, usedByVenue);
        }
    }

    /// <summary>The venue asked for silence (429 with Retry-After, 418). A shorter ban never shortens a longer one.</summary>
    public void Ban(DateTimeOffset until)
    {
        lock (gate)
        {
            var left = until - clock.GetUtcNow();
            var stamp = clock.GetTimestamp() + (long)(left.TotalSeconds * clock.TimestampFrequency);
            if (stamp > silentBefore) (silentBefore, bannedUntil) = (stamp, until);
        }
    }

    /// <summary>A budget that replaces another is as silent as that one was.</summary>
    public void InheritBan(RateBudget from)
    {
        lock (gate) (silentBefore, bannedUntil) = (from.silentBefore, from.bannedUntil);
    }

    /// <summary>Null when there is no ban now.</summary>
    public DateTimeOffset? BannedUntil
    {
        get
        {
            lock (gate) return clock.GetTimestamp() < silentBefore ? bannedUntil : null;
        }
    }

    /// <summary>When the present window ends: how long to be silent when the venue does not say.</summary>
    public DateTimeOffset WindowEnd => new((clock.GetUtcNow().UtcTicks / window.Ticks + 1) * window.Ticks, TimeSpan.Zero);

    private void Roll(DateTimeOffset now)
    {
        var current = now.UtcTicks / window.Ticks;
        if (current == slot) return;
        slot = current;
        used = 0;
    }
}
