using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Recordings;

/// <summary>A book rebuilt from a recording's messages. A book ticker is newer than the depth around it: it clears what it has passed.</summary>
internal sealed class RecordedBook
{
    private const int Depth = 40;
    private readonly SortedDictionary<decimal, decimal> bids = new(Comparer<decimal>.Create((x, y) => y.CompareTo(x)));
    private readonly SortedDictionary<decimal, decimal> asks = [];
    private int next;

    public decimal? Mid => bids.Count == 0 || asks.Count == 0 ? null : (bids.First().Key + asks.First().Key) / 2m;

    public void Clear()
    {
        bids.Clear();
        asks.Clear();
        next = 0;
    }

    public void PlayUntil(Recording recording, long time)
    {
        for (; next < recording.Events.Count && recording.Events[next].Time <= time; next++) Apply(recording.Events[next]);
    }

    public void Write(SimInstrument instrument, RawBook into)
    {
        Copy(bids, instrument, into.Bids);
        Copy(asks, instrument, into.Asks);
    }

    private static void Copy(SortedDictionary<decimal, decimal> side, SimInstrument instrument, List<BookLevel> into)
    {
        foreach (var (price, quantity) in side)
        {
            var whole = Math.Floor(quantity / instrument.Step) * instrument.Step;
            if (whole > 0m) into.Add(new BookLevel(price, whole));
            if (into.Count == Depth) return;
        }
    }

    private void Apply(RecordedEvent happened)
    {
        if (happened.Kind == RecordedKind.Snapshot)
        {
            bids.Clear();
            asks.Clear();
        }

        if (happened.Kind == RecordedKind.Ticker)
        {
            Passed(bids, price => price > happened.Bids[0].Price);
            Passed(asks, price => price < happened.Asks[0].Price);
        }

        Put(bids, happened.Bids);
        Put(asks, happened.Asks);
        Uncross(happened);
    }

    private void Uncross(RecordedEvent happened)
    {
        if (happened.Bids.Count > 0) Passed(asks, price => bids.Count > 0 && price <= bids.First().Key);
        else if (happened.Asks.Count > 0) Passed(bids, price => asks.Count > 0 && price >= asks.First().Key);
    }

    private static void Put(SortedDictionary<decimal, decimal> side, IReadOnlyList<BookLevel> levels)
    {
        foreach (var level in levels)
        {
            if (level.Quantity == 0m) side.Remove(level.Price);
            else side[level.Price] = level.Quantity;
        }
    }

    private static void Passed(SortedDictionary<decimal, decimal> side, Func<decimal, bool> gone)
    {
        while (side.Count > 0 && gone(side.First().Key)) side.Remove(side.First().Key);
    }
}
