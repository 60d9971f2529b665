using System.Globalization;

namespace PropBot.VenueSimulator.Binance.Tape;

/// <summary>An interval of candles by the venue's word for it (1m … 1M), on UTC boundaries; weeks begin on Monday.</summary>
public sealed record BarInterval(string Word)
{
    private static readonly string[] Known = ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"];

    /// <summary>Null for a word the venue does not know.</summary>
    public static BarInterval? Parse(string word) => Known.Contains(word) ? new BarInterval(word) : null;

    public DateTimeOffset Start(DateTimeOffset at)
    {
        if (Word == "1M") return new DateTimeOffset(at.UtcDateTime.Year, at.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        // The first Monday of the Unix epoch.
        var origin = Word == "1w" ? new DateTimeOffset(1970, 1, 5, 0, 0, 0, TimeSpan.Zero) : DateTimeOffset.UnixEpoch;
        var passed = (at - origin).Ticks;
        return origin + TimeSpan.FromTicks(passed - (passed % Length.Ticks));
    }

    public DateTimeOffset End(DateTimeOffset start) => Word == "1M" ? start.AddMonths(1) : start + Length;

    private TimeSpan Length
    {
        get
        {
            var number = int.Parse(Word.AsSpan(0, Word.Length - 1), CultureInfo.InvariantCulture);
            return Word[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => TimeSpan.FromDays(7 * number),
            };
        }
    }
}
