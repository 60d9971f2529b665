using PropBot.Trading.Exchanges;

namespace PropBot.Trading.MarketData;

/// <summary>
/// One side of a book, worst level first and best last, so that the changes near the best, which are most of them, move little memory.
/// Sorted are only the keys (they grow with goodness on both sides: a bid's price, an ask's negated price, see <see cref="PriceKey"/>) and
/// beside them the places where the levels lie. Keeps the best 1000 levels; no allocation once grown.
/// </summary>
internal sealed class DepthSide(bool bids)
{
    private const int Keep = 1000;
    private const int Most = 1200;
    private long[] keys = new long[256];
    private ushort[] places = new ushort[256];
    private Level[] levels = new Level[256];
    private ushort[] free = Numbers(256);
    private int freeCount = 256;

    public int Count { get; private set; }

    /// <summary>Price of the best level as a <see cref="PriceKey"/>; 0 when there is none.</summary>
    public long BestKey => Count == 0 ? 0 : bids ? keys[Count - 1] : -keys[Count - 1];

    public Level Best => Count == 0 ? default : this[0];

    /// <summary>0 is the best level.</summary>
    public ref readonly Level this[int rank] => ref levels[places[Count - 1 - rank]];

    public void Clear()
    {
        for (var i = 0; i < Count; i++) free[freeCount++] = places[i];
        Count = 0;
    }

    /// <summary>Replaces everything. Venues send best first; reading from the end makes each level an append.</summary>
    /// <returns>False when a price cannot be a price of a listed perpetual (see <see cref="PriceKey"/>).</returns>
    public bool Load(Level[] from, int count)
    {
        Clear();
        for (var i = count - 1; i >= 0; i--)
            if (!Set(in from[i])) return false;
        return true;
    }

    public bool Apply(Level[] changes, int count)
    {
        for (var i = 0; i < count; i++)
            if (!Set(in changes[i])) return false;
        return true;
    }

    /// <summary>How many levels are at least as good as <paramref name="price"/>: the rank of the first worse one.</summary>
    public int RankAfter(decimal price)
    {
        var rank = 0;
        while (rank < Count && !IsWorse(this[rank].Price, price)) rank++;
        return rank;
    }

    public bool IsWorse(decimal price, decimal than) => bids ? price < than : price > than;

    private bool Set(in Level level)
    {
        if (!PriceKey.TryOf(level.Price, out var key)) return false;
        if (!bids) key = -key;
        var at = FirstNotBelow(key);
        var known = at < Count && keys[at] == key;
        if (PriceKey.IsZero(level.Quantity))
        {
            if (known) RemoveAt(at);
        }
        else if (known)
        {
            levels[places[at]] = level;
        }
        else if (at > 0 || Count < Keep)
        {
            Insert(at, key, in level);
        }

        return true;
    }

    /// <summary>A binary search without a branch to mispredict: the sign of the difference picks the half. Keys of a side share their sign.</summary>
    private int FirstNotBelow(long key)
    {
        var left = Count;
        if (left == 0) return 0;
        var sorted = keys;
        var low = 0;
        unchecked
        {
            while (left > 1)
            {
                var half = left >> 1;
                low += (int)((sorted[low + half - 1] - key) >> 63) & half;
                left -= half;
            }

            return low + (int)((ulong)(sorted[low] - key) >> 63);
        }
    }

    private void Insert(int at, long key, in Level level)
    {
        if (Count == Most) at = Math.Max(0, at - DropWorst());
        if (Count == keys.Length) Grow();
        var after = Count - at;
        keys.AsSpan(at, after).CopyTo(keys.AsSpan(at + 1));
        places.AsSpan(at, after).CopyTo(places.AsSpan(at + 1));
        var place = free[--freeCount];
        keys[at] = key;
        places[at] = place;
        levels[place] = level;
        Count++;
    }

    private void RemoveAt(int at)
    {
        free[freeCount++] = places[at];
        var after = --Count - at;
        keys.AsSpan(at + 1, after).CopyTo(keys.AsSpan(at));
        places.AsSpan(at + 1, after).CopyTo(places.AsSpan(at));
    }

    /// <summary>Nobody trades a thousand levels deep, and a sweep per insert would move the whole array: the worst go in one sweep.</summary>
    private int DropWorst()
    {
        var gone = Most - Keep;
        for (var i = 0; i < gone; i++) free[freeCount++] = places[i];
        keys.AsSpan(gone, Keep).CopyTo(keys);
        places.AsSpan(gone, Keep).CopyTo(places);
        Count = Keep;
        return gone;
    }

    private void Grow()
    {
        var size = Math.Min(Most, keys.Length * 2);
        Array.Resize(ref keys, size);
        Array.Resize(ref places, size);
        Array.Resize(ref free, size);
        for (var place = levels.Length; place < size; place++) free[freeCount++] = (ushort)place;
        Array.Resize(ref levels, size);
    }

    private static ushort[] Numbers(int count)
    {
        var numbers = new ushort[count];
        for (var i = 0; i < count; i++) numbers[i] = (ushort)i;
        return numbers;
    }
}
