namespace PropBot.VenueSimulator.Core;

/// <summary>One symbol's book at one venue: the source's levels less what takers ate, which grows back, with a gapless sequence of changes.</summary>
public sealed class VenueBook(SimInstrument instrument, long firstSequence)
{
    private static readonly TimeSpan GrowsBackAfter = TimeSpan.FromSeconds(1.5);
    private const int KeptDiffs = 2400;
    private readonly Dictionary<decimal, (decimal Quantity, DateTimeOffset Until)> eatenBids = [];
    private readonly Dictionary<decimal, (decimal Quantity, DateTimeOffset Until)> eatenAsks = [];
    private readonly Queue<BookDiff> diffs = new();
    private List<BookLevel> bids = [];
    private List<BookLevel> asks = [];

    public SimInstrument Instrument => instrument;

    public RawBook Raw { get; } = new();

    public long Sequence { get; private set; } = firstSequence;

    public DateTimeOffset ChangedAt { get; private set; }

    public IReadOnlyList<BookLevel> Bids => bids;

    public IReadOnlyList<BookLevel> Asks => asks;

    public BookView View(int depth) => new(instrument.Symbol, Sequence, ChangedAt, [.. bids.Take(depth)], [.. asks.Take(depth)]);

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

    public void Eat(SimSide taker, decimal price, decimal quantity, DateTimeOffset now)
    {
        var eaten = taker == SimSide.Buy ? eatenAsks : eatenBids;
        eaten.TryGetValue(price, out var before);
        eaten[price] = (before.Quantity + quantity, now + GrowsBackAfter);
    }

    /// <summary>Brings the book up to the source's levels and what is eaten; null when nothing changed.</summary>
    public BookDiff? Refresh(DateTimeOffset now)
    {
        var newBids = Less(Raw.Bids, eatenBids, now);
        var newAsks = Less(Raw.Asks, eatenAsks, now);
        var changedBids = Changes(bids, newBids, descending: true);
        var changedAsks = Changes(asks, newAsks, descending: false);
        if (changedBids.Count == 0 && changedAsks.Count == 0) return null;
        (bids, asks) = (newBids, newAsks);
        var diff = new BookDiff(instrument.Symbol, Sequence, Sequence + 1, now, changedBids, changedAsks);
        Sequence++;
        ChangedAt = now;
        diffs.Enqueue(diff);
        if (diffs.Count > KeptDiffs) diffs.Dequeue();
        return diff;
    }

    /// <summary>All changes after <paramref name="sequence"/> as one; null when they are no longer kept (take a new snapshot).</summary>
    public BookDiff? Since(long sequence)
    {
        if (sequence == Sequence) return new BookDiff(instrument.Symbol, sequence, sequence, ChangedAt, [], []);
        var later = diffs.Where(d => d.Previous >= sequence).ToList();
        if (later.Count == 0 || later[0].Previous != sequence) return null;
        if (later.Count == 1) return later[0];
        var mergedBids = new SortedDictionary<decimal, decimal>(Comparer<decimal>.Create((x, y) => y.CompareTo(x)));
        var mergedAsks = new SortedDictionary<decimal, decimal>();
        foreach (var diff in later)
        {
            foreach (var level in diff.Bids) mergedBids[level.Price] = level.Quantity;
            foreach (var level in diff.Asks) mergedAsks[level.Price] = level.Quantity;
        }

        return new BookDiff(
            instrument.Symbol, sequence, Sequence, ChangedAt, [.. mergedBids.Select(l => new BookLevel(l.Key, l.Value))], [.. mergedAsks.Select(l => new BookLevel(l.Key, l.Value))]);
    }

    private static bool Beyond(SimSide taker, decimal price, decimal? limit) =>
        limit is { } worst && (taker == SimSide.Buy ? price > worst : price < worst);

    private static List<BookLevel> Less(List<BookLevel> raw, Dictionary<decimal, (decimal Quantity, DateTimeOffset Until)> eaten, DateTimeOffset now)
    {
        if (eaten.Count == 0) return [.. raw];
        foreach (var price in eaten.Where(e => e.Value.Until <= now).Select(e => e.Key).ToList()) eaten.Remove(price);
        var left = new List<BookLevel>(raw.Count);
        foreach (var level in raw)
        {
            var rest = eaten.TryGetValue(level.Price, out var gone) ? level.Quantity - gone.Quantity : level.Quantity;
            if (rest > 0m) left.Add(level with { Quantity = rest });
        }

        return left;
    }

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
