namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>
/// One limit of OKX: so many calls in any two seconds. Ordinary calls stop at the limit less the reserve, essential ones (closes, cancels)
/// at the limit. A refusal by the venue pauses ordinary calls for a window; essential ones only if the refused call was one of them, and
/// then as short as makes sense, because a close that waits is a loss that grows.
/// </summary>
internal sealed class OkxBucket(int limit, int reserve, TimeSpan window, TimeProvider clock, int seed)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private readonly long[] taken = new long[limit];
    private readonly Random dice = new(seed);
    private readonly Backoff overload = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), seed);
    private readonly Backoff essentialWaits = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), seed);
    private int oldest;
    private int count;
    private long ordinaryFrom = long.MinValue;
    private long essentialFrom = long.MinValue;
    private bool troubled;

    public bool TryTake(bool essential)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            Forget(now);
            if (now < From(essential) || count >= Most(essential)) return false;
            taken[(oldest + count++) % limit] = now;
            return true;
        }
    }

    /// <summary>Ordinary calls that may leave now.</summary>
    public int Left
    {
        get
        {
            lock (gate)
            {
                var now = clock.GetTimestamp();
                Forget(now);
                return now < ordinaryFrom ? 0 : Math.Max(0, Most(essential: false) - count);
            }
        }
    }

    /// <summary>How long until a call of this sort may be tried again.</summary>
    public TimeSpan FreeIn(bool essential)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            Forget(now);
            var at = From(essential);
            if (count >= Most(essential)) at = Math.Max(at, taken[(oldest + count - Most(essential)) % limit] + Stamps(window));
            var wait = at <= now ? TimeSpan.Zero : clock.GetElapsedTime(now, at);
            return wait > ShortestWait ? wait : ShortestWait;
        }
    }

    /// <summary>The venue says the window is full (50011): the opens wait it out, with jitter so that many clients do not return together.</summary>
    public void Full(bool essential)
    {
        lock (gate) Pause(window + TimeSpan.FromMilliseconds(dice.Next(0, 500)), essential);
    }

    /// <summary>The venue is overloaded (50013, 50001): longer each time, until an answer is fine again.</summary>
    public void Overloaded(bool essential)
    {
        lock (gate) Pause(overload.Next(), essential);
    }

    public void Fine()
    {
        if (!Volatile.Read(ref troubled)) return;
        lock (gate)
        {
            troubled = false;
            overload.Reset();
            essentialWaits.Reset();
        }
    }

    private void Pause(TimeSpan ordinary, bool essential)
    {
        Volatile.Write(ref troubled, true);
        var now = clock.GetTimestamp();
        ordinaryFrom = Math.Max(ordinaryFrom, now + Stamps(ordinary));
        if (essential) essentialFrom = Math.Max(essentialFrom, now + Stamps(essentialWaits.Next()));
    }

    private long From(bool essential) => essential ? essentialFrom : ordinaryFrom;

    private int Most(bool essential) => essential ? limit : limit - reserve;

    private void Forget(long now)
    {
        var since = now - Stamps(window);
        while (count > 0 && taken[oldest] <= since)
        {
            oldest = (oldest + 1) % limit;
            count--;
        }
    }

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);
}
