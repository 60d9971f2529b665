namespace PropBot.Web.Access;

/// <summary>What a bucket says after one knock.</summary>
/// <param name="Remaining">Whole tokens left.</param>
/// <param name="Reset">Until the bucket is full again; when refused, until one token exists.</param>
public readonly record struct BucketAnswer(bool Allowed, int Remaining, TimeSpan Reset);

/// <summary>A token bucket as a value: capacity <paramref name="Burst"/>, refilled evenly.</summary>
public readonly record struct TokenBucket(double Tokens, DateTimeOffset At, int Burst, int PerMinute)
{
    public static TokenBucket Full(DateTimeOffset now, int burst, int perMinute) => new(burst, now, burst, perMinute);

    public (TokenBucket After, BucketAnswer Answer) Take(DateTimeOffset now)
    {
        var filled = RefilledAt(now);
        if (filled.Tokens < 1d) return (filled, new BucketAnswer(false, 0, filled.Until(1d)));
        var after = filled with { Tokens = filled.Tokens - 1d };
        return (after, new BucketAnswer(true, (int)after.Tokens, after.Until(Burst)));
    }

    /// <summary>What it holds, without taking.</summary>
    public BucketAnswer Look(DateTimeOffset now)
    {
        var filled = RefilledAt(now);
        return new BucketAnswer(true, (int)filled.Tokens, filled.Until(Burst));
    }

    private TokenBucket RefilledAt(DateTimeOffset now)
    {
        // A clock stepped back must not empty or overfill the bucket.
        var minutes = Math.Max(0d, (now - At).TotalMinutes);
        return this with { Tokens = Math.Min(Burst, Tokens + (minutes * PerMinute)), At = now };
    }

    private TimeSpan Until(double level) =>
        PerMinute <= 0 ? TimeSpan.MaxValue : TimeSpan.FromMinutes(Math.Max(0d, level - Tokens) / PerMinute);
}
