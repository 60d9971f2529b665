using System.Numerics;
using System.Text;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>Pair by symbol as bytes: asked thousands of times a second, so by hash and without garbage, however many pairs there are.</summary>
internal sealed class BinanceSymbols
{
    private readonly byte[]?[] names;
    private readonly int[] pairs;
    private readonly int mask;

    public BinanceSymbols(PairUniverse universe)
    {
        // At most a quarter full: most lookups end at the first slot.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)universe.Count * 4);
        (names, pairs, mask) = (new byte[]?[size], new int[size], size - 1);
        for (var pair = 0; pair < universe.Count; pair++)
        {
            var name = Encoding.UTF8.GetBytes(universe[pair]);
            var slot = Hash(name) & mask;
            while (names[slot] is not null) slot = (slot + 1) & mask;
            (names[slot], pairs[slot]) = (name, pair);
        }
    }

    /// <summary>−1 when it is not in the universe.</summary>
    public int IndexOf(ReadOnlySpan<byte> symbol)
    {
        for (var slot = Hash(symbol) & mask; names[slot] is { } name; slot = (slot + 1) & mask)
        {
            if (symbol.SequenceEqual(name)) return pairs[slot];
        }

        return -1;
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 16777619u);
        return (int)((hash ^ (hash >> 15)) & int.MaxValue);
    }
}
