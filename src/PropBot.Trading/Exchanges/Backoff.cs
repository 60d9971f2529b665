namespace PropBot.Trading.Exchanges;

/// <summary>Waits that double up to a cap, each shortened by up to half from a seed, so that many clients do not return at the same instant.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan cap, int seed)
{
    private readonly Random dice = new(seed);
    private int failures;

    public TimeSpan Next()
    {
        var full = Math.Min(first.Ticks * Math.Pow(2, Math.Min(failures, 30)), cap.Ticks);
        failures++;
        return TimeSpan.FromTicks((long)(full * (0.5 + dice.NextDouble() / 2)));
    }

    public void Reset() => failures = 0;
}
