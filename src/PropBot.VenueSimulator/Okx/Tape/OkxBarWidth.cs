namespace PropBot.VenueSimulator.Okx.Tape;

/// <summary>The candle widths OKX knows, e.g. <c>1m</c>, <c>4H</c>, <c>1D</c> (which begins at 00:00 UTC+8), <c>1Dutc</c> (00:00 UTC).</summary>
public sealed record OkxBarWidth(string Name, TimeSpan Length, bool Months, bool Utc)
{
    private static readonly TimeSpan HongKong = TimeSpan.FromHours(8);

    /// <summary>1970-01-01 was a Thursday; weeks begin on Monday.</summary>
    private static readonly DateTimeOffset FirstMonday = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null when OKX has no such width. Widths of seconds are not kept here.</summary>
    public static OkxBarWidth? Parse(string name)
    {
        var utc = name.EndsWith("utc", StringComparison.Ordinal);
        var text = utc ? name[..^3] : name;
        if (text.Length < 2 || !int.TryParse(text[..^1], out var count) || count is < 1 or > 30) return null;
        TimeSpan? length = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'H' => TimeSpan.FromHours(count),
            'D' => TimeSpan.FromDays(count),
            'W' => TimeSpan.FromDays(7 * count),
            'M' => TimeSpan.FromDays(30 * count),
            _ => null,
        };
        return length is { } known ? new OkxBarWidth(name, known, text[^1] == 'M', utc || known < TimeSpan.FromHours(6)) : null;
    }

    public DateTimeOffset StartOf(DateTimeOffset at)
    {
        var shift = Utc ? TimeSpan.Zero : HongKong;
        var local = at.ToUniversalTime() + shift;
        if (Months) return new DateTimeOffset(local.Year, local.Month, 1, 0, 0, 0, TimeSpan.Zero) - shift;
        var since = (local - FirstMonday).Ticks;
        return FirstMonday.AddTicks(since - (since % Length.Ticks)) - shift;
    }
}
