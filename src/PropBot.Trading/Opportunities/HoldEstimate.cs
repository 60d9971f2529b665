using PropBot.Trading.MarketData;

namespace PropBot.Trading.Opportunities;

/// <summary>How long a hedge is expected to be held: the median of the last 101 closed ones, at most EXIT_MAX_HOLD_MINUTES (R23).</summary>
public sealed class HoldEstimate(TimeSpan most)
{
    private readonly QuantileWindow seconds = new(101);

    public int Count => seconds.Count;

    /// <summary>The longest hold while nothing has closed yet: the dearest assumption about funding.</summary>
    public TimeSpan Current
    {
        get
        {
            if (seconds.Count == 0) return most;
            var median = TimeSpan.FromSeconds((double)seconds.Quantile(0.5m));
            return median < most ? median : most;
        }
    }

    public void Add(TimeSpan held) => seconds.Add((decimal)held.TotalSeconds);
}
