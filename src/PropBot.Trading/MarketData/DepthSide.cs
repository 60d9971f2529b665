using PropBot.Trading.Exchanges;

namespace PropBot.Trading.MarketData;

/// <summary>
/// One side of a book as sorted arrays, worst level first and best last, so that the changes near the best, which are most of them,
/// move little memory. Keys grow with goodness on both sides (a bid's price, an ask's negated price), in 10⁻¹² of the quote currency.
/// Keeps the best 1000 levels; no allocation once grown.
/// </summary>
internal sealed class DepthSide(bool bids)
{
    private const int Keep = 1000;
    private const int Most = 1200;
    private long[] keys = new long[256];
    private Level[] levels = new Level[256];

    public int Count { get; private set; }

    public decimal BestPrice => Count == 0 ? 0m : levels[Count - 1].Price;

    public decimal BestQuantity => Count == 0 ? 0m : levels[Count - 1].Quantity;

    /// <summary>0 is the best level.</summary>
    public ref readonly Level this[int rank] => ref levels[Count - 1 - rank];

    public void Clear() => Count = 0;

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
        if (level.Quantity == 0m)
        {
            if (known) RemoveAt(at);
        }
        else if (known)
        {
            levels[at] = level;
        }
        else if (at > 0 || Count < Keep)
        {
            Insert(at, key, in level);
        }

        return true;
    }

    /// <summary>Doubling steps down from the best, then a binary search in the last step.</summary>
    private int FirstNotBelow(long key)
    {
        var keysNow = keys;
        int high = Count, low = Count - 1, step = 1;
        while (low >= 0 && keysNow[low] >= key)
        {
            high = low;
            low -= step;
            step <<= 1;
        }

        if (low < -1) low = -1;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            if (keysNow[middle] >= key) high = middle;
            else low = middle;
        }

        return high;
    }

    private void Insert(int at, long key, in Level level)
    {
        if (Count == Most)
        {
            // The worst levels go in one sweep: nobody trades a thousand levels deep, and a sweep per insert would move the whole array.
            var gone = Most - Keep;
            Array.Copy(keys, gone, keys, 0, Keep);
            Array.Copy(levels, gone, levels, 0, Keep);
            Count = Keep;
            at = Math.Max(0, at - gone);
        }

        if (Count == keys.Length) Grow();
        Array.Copy(keys, at, keys, at + 1, Count - at);
        Array.Copy(levels, at, levels, at + 1, Count - at);
        keys[at] = key;
        levels[at] = level;
        Count++;
    }

    private void RemoveAt(int at)
    {
        Count--;
        Array.Copy(keys, at + 1, keys, at, Count - at);
        Array.Copy(levels, at + 1, levels, at, Count - at);
    }

    private void Grow()
    {
        var size = Math.Min(Most, keys.Length * 2);
        Array.Resize(ref keys, size);
        Array.Resize(ref levels, size);
    }
}
