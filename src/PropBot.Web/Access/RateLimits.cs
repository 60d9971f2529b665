using System.Collections.Concurrent;

namespace PropBot.Web.Access;

/// <summary>One bucket an identity (contract 1.1). Identities are few: known people and the shared token.</summary>
public sealed class RateLimits(WebOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, TokenBucket> buckets = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public BucketAnswer Take(string identity)
    {
        lock (gate)
        {
            var (after, answer) = Bucket(identity).Take(clock.GetUtcNow());
            buckets[identity] = after;
            return answer;
        }
    }

    /// <summary>For tightening commands, which take nothing.</summary>
    public BucketAnswer Look(string identity)
    {
        lock (gate) return Bucket(identity).Look(clock.GetUtcNow());
    }

    public static void Show(BucketAnswer answer, HttpResponse response)
    {
        var seconds = Math.Min(answer.Reset.TotalSeconds, int.MaxValue);
        response.Headers["X-RateLimit-Remaining"] = answer.Remaining.ToString();
        response.Headers["X-RateLimit-Reset"] = ((long)Math.Ceiling(seconds)).ToString();
        if (!answer.Allowed) response.Headers.RetryAfter = ((long)Math.Ceiling(seconds)).ToString();
    }

    private TokenBucket Bucket(string identity) =>
        buckets.GetOrAdd(identity, _ => TokenBucket.Full(clock.GetUtcNow(), options.Burst, options.RatePerMinute));
}
