namespace PropBot.VenueSimulator.Binance.Tape;

/// <summary>One price by the minute. A minute in which nothing happened is flat at the close before it.</summary>
internal sealed class MinuteBars
{
    // A day and as much again for the longer intervals.
    private const int Kept = 3000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly LinkedList<Bar> minutes = new();

    public bool IsEmpty => minutes.Count == 0;

    public decimal Last => minutes.Last?.Value.Close ?? 0m;

    public void Take(DateTimeOffset now, decimal price)
    {
        Reach(now, price);
        minutes.Last!.Value = minutes.Last.Value.With(price);
    }

    public void Take(PublicTrade trade)
    {
        Reach(trade.Time, trade.Price);
        minutes.Last!.Value = minutes.Last.Value.With(trade);
    }

    /// <summary>Bars of an interval, oldest first, the last one still open.</summary>
    public IEnumerable<Bar> Of(BarInterval interval, DateTimeOffset now)
    {
        if (IsEmpty) yield break;
        Reach(now, Last);
        Bar? open = null;
        foreach (var minute in minutes)
        {
            var from = interval.Start(minute.From);
            if (open is { } same && same.From == from)
            {
                open = same.Then(minute);
                continue;
            }

            if (open is not null) yield return open with { Until = interval.End(open.From) };
            open = minute with { From = from };
        }

        yield return open! with { Until = interval.End(open!.From) };
    }

    /// <summary>The last span as one bar; null before the first price.</summary>
    public Bar? Over(TimeSpan span, DateTimeOffset now)
    {
        if (IsEmpty) return null;
        Reach(now, Last);
        return minutes.Where(m => m.Until > now - span).Aggregate((all, minute) => all.Then(minute));
    }

    private void Reach(DateTimeOffset now, decimal first)
    {
        var start = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero);
        if (minutes.Last is not { } last)
        {
            minutes.AddLast(Bar.Flat(start, start + Minute, first));
            return;
        }

        var from = last.Value.Until;
        if (start - from > Minute * Kept) from = start - (Minute * Kept);
        for (; from <= start; from += Minute) minutes.AddLast(Bar.Flat(from, from + Minute, last.Value.Close));
        while (minutes.Count > Kept) minutes.RemoveFirst();
    }
}
