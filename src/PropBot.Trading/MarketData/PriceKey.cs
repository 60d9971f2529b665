using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        var parts = Unsafe.BitCast<decimal, Parts>(price);
        var scale = parts.Flags >> 16; // negative when the price is
        if (parts.High != 0 || unchecked((uint)scale) > Scale) return TrySlow(price, out key);
        var digits = parts.Low;
        var index = Scale - scale;
        key = 0;
        if (digits > Limits[index]) return false;
        key = (long)(digits * Powers[index]);
        return true;
    }

    /// <summary>Zero in any scale ("0", "0.000"), cheaper than comparing decimals of different scales.</summary>
    public static bool IsZero(decimal value)
    {
        var parts = Unsafe.BitCast<decimal, Parts>(value);
        return parts.High == 0 && parts.Low == 0;
    }

    /// <summary>A decimal as it lies in memory (the layout of the interoperable DECIMAL type; a test holds it).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Parts(int Flags, uint High, ulong Low);

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
