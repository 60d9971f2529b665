namespace PropBot.VenueSimulator.Core;

/// <summary>One symbol's book at one venue: the source's levels less what takers ate, which grows back, with a gapless sequence of changes.</summary>
public sealed class VenueBook(SimInstrument instrument, long firstSequence)
{
    private const int KeptDiffs = 2400;
    private readonly EatenLevels eatenBids = new();
    private readonly EatenLevels eatenAsks = new();
    private readonly List<BookDiff> diffs = [];
    private List<BookLevel> bids = [];
    private List<BookLevel> asks = [];

    private long lost;
    private long? restart;

    public SimInstrument Instrument { get; set; } = instrument;

    public RawBook Raw { get; } = new();

    public long Sequence { get; private set; } = firstSequence;

    public DateTimeOffset ChangedAt { get; private set; }

    public IReadOnlyList<BookLevel> Bids => bids;

    public IReadOnlyList<BookLevel> Asks => asks;

    public BookView View(int depth) => new(Instrument.Symbol, Sequence, ChangedAt, [.. bids.Take(depth)], [.. asks.Take(depth)]);

    /// <summary>What a taker could get now, best first; nothing is eaten.</summary>
    public List<BookLevel> Walk(SimSide taker, decimal quantity, decimal? limit)
    {
        var found = new List<BookLevel>();
        foreach (var level in taker == SimSide.Buy ? asks : bids)
        {
            if (quantity <= 0m || Beyond(taker, level.Price, limit)) break;
            var part = Math.Min(quantity, level.Quantity);
            found.Add(level with { Quantity = part });
            quantity -= part;
        }

        return found;
    }

    public void Eat(SimSide taker, decimal price, decimal quantity, DateTimeOffset now) =>
        (taker == SimSide.Buy ? eatenAsks : eatenBids).Eat(price, quantity, now);

    /// <summary>The next change and so many sequence numbers are lost to everybody who listens: the one after it does not join on.</summary>
    public void Lose(int numbers) => lost += numbers;

    /// <summary>The next change carries a small number of a new count; what it follows is still named by the old one (OKX maintenance, wire-protocols §2.8.3 b).</summary>
    public void Restart(long from) => restart = from;

    /// <summary>Brings the book up to the source's levels and what is eaten; null when nothing changed.</summary>
    public BookDiff? Refresh(DateTimeOffset now)
    {
        var newBids = eatenBids.Left(Raw.Bids, Instrument.Step, now);
        var newAsks = eatenAsks.Left(Raw.Asks, Instrument.Step, now);
        var changedBids = Changes(bids, newBids, descending: true);
        var changedAsks = Changes(asks, newAsks, descending: false);
        if (changedBids.Count == 0 && changedAsks.Count == 0) return null;
        (bids, asks, ChangedAt) = (newBids, newAsks, now);
        if (lost > 0)
        {
            (Sequence, lost) = (Sequence + lost, 0);
            return null;
        }

        var diff = new BookDiff(Instrument.Symbol, Sequence, restart ?? Sequence + 1, now, changedBids, changedAsks);
        (Sequence, restart) = (diff.Last, null);
        diffs.Add(diff);
        if (diffs.Count > KeptDiffs) diffs.RemoveRange(0, KeptDiffs / 10);
        return diff;
    }

    /// <summary>All changes after <paramref name="sequence"/> as one; null when they are no longer kept (take a new snapshot).</summary>
    public BookDiff? Since(long sequence)
    {
        if (sequence == Sequence) return new BookDiff(Instrument.Symbol, sequence, sequence, ChangedAt, [], []);
        // Followed back from the newest: a lost number breaks the chain, a restarted count does not.
        var at = diffs.Count;
        for (var end = Sequence; at > 0 && end != sequence && diffs[at - 1].Last == end; at--) end = diffs[at - 1].Previous;
        if (at == diffs.Count || diffs[at].Previous != sequence) return null;
        var later = diffs[at..];
        if (later.Count == 1) return later[0];
        var mergedBids = new SortedDictionary<decimal, decimal>(Comparer<decimal>.Create((x, y) => y.CompareTo(x)));
        var mergedAsks = new SortedDictionary<decimal, decimal>();
        foreach (var diff in later)
        {
            foreach (var level in diff.Bids) mergedBids[level.Price] = level.Quantity;
            foreach (var level in diff.Asks) mergedAsks[level.Price] = level.Quantity;
        }

        return new BookDiff(
            Instrument.Symbol, sequence, Sequence, ChangedAt, [.. mergedBids.Select(l => new BookLevel(l.Key, l.Value))], [.. mergedAsks.Select(l => new BookLevel(l.Key, l.Value))]);
    }

    private static bool Beyond(SimSide taker, decimal price, decimal? limit) =>
        limit is { } worst && (taker == SimSide.Buy ? price > worst : price < worst);

    private static List<BookLevel> Changes(List<BookLevel> before, List<BookLevel> after, bool descending)
    {
        var changes = new List<BookLevel>();
        int old = 0, fresh = 0;
        while (old < before.Count || fresh < after.Count)
        {
            var order = Order(before, old, after, fresh, descending);
            if (order < 0) changes.Add(before[old++] with { Quantity = 0m });
            else if (order > 0) changes.Add(after[fresh++]);
            else
            {
                if (before[old].Quantity != after[fresh].Quantity) changes.Add(after[fresh]);
                old++;
                fresh++;
            }
        }

        return changes;
    }

    private static int Order(List<BookLevel> before, int old, List<BookLevel> after, int fresh, bool descending)
    {
        if (old >= before.Count) return 1;
        if (fresh >= after.Count) return -1;
        var order = before[old].Price.CompareTo(after[fresh].Price);
        return descending ? -order : order;
    }
}
