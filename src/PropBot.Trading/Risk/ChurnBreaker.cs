namespace PropBot.Trading.Risk;

/// <summary>
/// Opens of one pair that had to be unwound (P10): that many within the window, and the pair is quarantined for as long. Fees are what
/// churning costs. The desk asks before each opening and tells after each unwound one.
/// </summary>
public sealed class ChurnBreaker(int pairs, int unwoundOpens, TimeSpan window)
{
    private readonly Queue<DateTimeOffset>[] unwound = [.. Enumerable.Range(0, pairs).Select(_ => new Queue<DateTimeOffset>())];
    private readonly DateTimeOffset[] until = new DateTimeOffset[pairs];

    /// <returns>Until when the pair stands still, when this one trips the breaker; else null.</returns>
    public DateTimeOffset? Unwound(int pair, DateTimeOffset now)
    {
        var times = unwound[pair];
        times.Enqueue(now);
        while (times.Count > 0 && now - times.Peek() >= window) times.Dequeue();
        if (times.Count < unwoundOpens) return null;
        times.Clear();
        until[pair] = now + window;
        return until[pair];
    }

    /// <summary>After a stop or time exit the pair cools down as well (R30).</summary>
    public void StandStill(int pair, DateTimeOffset toWhen)
    {
        if (toWhen > until[pair]) until[pair] = toWhen;
    }

    /// <summary>What a new process has to know of the pair.</summary>
    public ChurnRecord Record(int pair) => new(until[pair], [.. unwound[pair]]);

    public void Restore(int pair, ChurnRecord record)
    {
        until[pair] = record.Until;
        unwound[pair].Clear();
        foreach (var at in record.Unwound) unwound[pair].Enqueue(at);
    }

    /// <summary>Null when the pair may be opened on.</summary>
    public DateTimeOffset? QuarantinedUntil(int pair, DateTimeOffset now) => until[pair] > now ? until[pair] : null;
}

/// <summary>A pair's quarantine and its unwound opens of the present window, as the ledger keeps them.</summary>
public sealed record ChurnRecord(DateTimeOffset Until, IReadOnlyList<DateTimeOffset> Unwound);
