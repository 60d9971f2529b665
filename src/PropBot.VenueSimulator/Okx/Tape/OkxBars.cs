namespace PropBot.VenueSimulator.Okx.Tape;

/// <summary>The candles of one price since the venue runs, kept by the minute.</summary>
public sealed class OkxBars
{
    private const int Kept = 3 * 1440;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<OkxBar> minutes = [];

    public OkxBar? Newest => minutes.Count == 0 ? null : minutes[^1];

    public void Add(DateTimeOffset at, decimal price, decimal volume = 0m)
    {
        var start = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % Minute.Ticks), TimeSpan.Zero);
        if (minutes.Count > 0 && minutes[^1].Start == start)
        {
            minutes[^1] = minutes[^1].With(price, volume);
            return;
        }

        // A new minute opens where the last one closed.
        var open = minutes.Count == 0 ? price : minutes[^1].Close;
        minutes.Add(new OkxBar(start, open, open, open, open, 0m, 0m).With(price, volume));
        if (minutes.Count > Kept) minutes.RemoveAt(0);
    }

    /// <summary>Candles of a width, newest first.</summary>
    public IReadOnlyList<OkxBar> Of(OkxBarWidth width) =>
        [.. minutes.GroupBy(bar => width.StartOf(bar.Start)).Select(group => group.Aggregate((early, late) => early.Then(late)) with { Start = group.Key }).Reverse()];

    /// <summary>All minutes since a time as one candle; null when there is none.</summary>
    public OkxBar? Since(DateTimeOffset from)
    {
        OkxBar? whole = null;
        for (var i = minutes.Count - 1; i >= 0 && minutes[i].Start >= from; i--) whole = whole is null ? minutes[i] : minutes[i].Then(whole);
        return whole;
    }
}
