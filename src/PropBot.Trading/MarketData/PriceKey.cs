namespace PropBot.Trading.MarketData;

/// <summary>
/// A price as a whole number of 10⁻¹², so that a book compares integers. Covers ticks down to 10⁻¹² and prices up to 9.2 million,
/// wider than any listed perpetual; what does not fit is no price, and the book asks for a snapshot instead of guessing.
/// </summary>
internal static class PriceKey
{
    public const int Scale = 12;

    private static readonly ulong[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
    ];

    private static readonly ulong[] Limits = Array.ConvertAll(Powers, power => long.MaxValue / power);

    public static bool TryOf(decimal price, out long key)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(price, bits);
        var scale = (bits[3] >> 16) & 0x7F;
        var digits = ((ulong)unchecked((uint)bits[1]) << 32) | unchecked((uint)bits[0]);
        if (bits[2] != 0 || scale > Scale || bits[3] < 0) return TrySlow(price, out key);
        var index = Scale - scale;
        key = 0;
        if (digits > Limits[index]) return false;
        key = (long)(digits * Powers[index]);
        return true;
    }

    /// <summary>Zero in any scale ("0", "0.000"), cheaper than comparing decimals of different scales.</summary>
    public static bool IsZero(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return (bits[0] | bits[1] | bits[2]) == 0;
    }

    private static bool TrySlow(decimal price, out long key)
    {
        key = 0;
        if (price is < 0m or > 9_000_000m) return false;
        var scaled = price * 1_000_000_000_000m;
        if (scaled != decimal.Truncate(scaled)) return false;
        key = (long)scaled;
        return true;
    }
}
