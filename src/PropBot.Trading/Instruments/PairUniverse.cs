namespace PropBot.Trading.Instruments;

/// <summary>The symbols PropBot looks at (SYMBOLS, R41). A pair's index in this list names it on the hot path.</summary>
public sealed class PairUniverse
{
    private readonly string[] symbols;
    private readonly Dictionary<string, int> index;

    public PairUniverse(IEnumerable<string> symbols)
    {
        this.symbols = symbols.Select(s => s.Trim().ToUpperInvariant()).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (this.symbols.Length == 0) throw new ArgumentException("a universe needs at least one symbol", nameof(symbols));
        index = this.symbols.Select((symbol, i) => (symbol, i)).ToDictionary(p => p.symbol, p => p.i, StringComparer.Ordinal);
    }

    /// <summary>This universe and, behind it, further symbols that must be looked after; indexes of the first part stay.</summary>
    public PairUniverse Including(IEnumerable<string> more) => new(symbols.Concat(more));

    public IReadOnlyList<string> Symbols => symbols;

    public int Count => symbols.Length;

    public string this[int pair] => symbols[pair];

    /// <summary>The index of a canonical symbol (BTCUSDT), or −1 when it is not in the universe.</summary>
    public int IndexOf(string symbol) => index.GetValueOrDefault(symbol, -1);
}
