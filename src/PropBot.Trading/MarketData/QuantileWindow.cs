namespace PropBot.Trading.MarketData;

/// <summary>
/// The last <paramref name="capacity"/> values with exact quantiles. Values are kept to 8 decimals. Memory grows with use up to the
/// capacity; after that no allocation. Adding moves only the values between the one that leaves and the one that comes.
/// </summary>
public sealed class QuantileWindow(int capacity)
{
    private const decimal Unit = 100_000_000m;
    private long[] inOrder = new long[Math.Min(capacity, 64)];
    private long[] sorted = new long[Math.Min(capacity, 64)];
    private int oldest;

    public int Count { get; private set; }

    public void Add(decimal value)
    {
        var units = (long)decimal.Round(value * Unit);
        if (Count == capacity) RemoveOldest();
        if (Count == inOrder.Length) Grow();
        inOrder[(oldest + Count) % inOrder.Length] = units;
        var at = FirstNotBelow(units);
        Array.Copy(sorted, at, sorted, at + 1, Count - at);
        sorted[at] = units;
        Count++;
    }

    public void RemoveOldest()
    {
        if (Count == 0) throw new InvalidOperationException("an empty window has no oldest value");
        var at = FirstNotBelow(inOrder[oldest]);
        Count--;
        Array.Copy(sorted, at + 1, sorted, at, Count - at);
        oldest = (oldest + 1) % inOrder.Length;
    }

    /// <summary>Nearest rank: the smallest value that at least the share <paramref name="q"/> of all values does not exceed.</summary>
    public decimal Quantile(decimal q)
    {
        if (Count == 0) throw new InvalidOperationException("an empty window has no quantile");
        var rank = (int)decimal.Ceiling(q * Count);
        return sorted[Math.Clamp(rank, 1, Count) - 1] / Unit;
    }

    private int FirstNotBelow(long units)
    {
        int low = -1, high = Count;
        while (high - low > 1)
        {
            var middle = (low + high) >> 1;
            if (sorted[middle] >= units) high = middle;
            else low = middle;
        }

        return high;
    }

    private void Grow()
    {
        var size = Math.Min(capacity, inOrder.Length * 2);
        var larger = new long[size];
        for (var i = 0; i < Count; i++) larger[i] = inOrder[(oldest + i) % inOrder.Length];
        inOrder = larger;
        oldest = 0;
        Array.Resize(ref sorted, size);
    }
}
