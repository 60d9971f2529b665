using System.Collections.Frozen;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// A linear USDT swap as OKX lists it (public/instruments, §2.5). One contract is <paramref name="Multiplier"/> = ctVal × ctMult base coins.
/// The only place besides the wire itself where contracts are counted (R24).
/// </summary>
/// <param name="Code">instIdCode, without which no order leaves by socket; another one after a relisting.</param>
/// <param name="ChangesAt">When an announced change of tick, lot or minimum takes effect (upcChg), the venue's time.</param>
internal sealed record OkxContract(
    string InstId, string Family, string Symbol, string GroupId, decimal Multiplier, decimal Tick,
    decimal LotContracts, decimal MinContracts, decimal MaxContracts, InstrumentStatus Status, long? Code = null, DateTimeOffset? ChangesAt = null)
{
    public decimal LotBase { get; } = LotContracts * Multiplier;

    public decimal ToBase(decimal contracts) => contracts * Multiplier;

    /// <summary>
    /// Contracts for a base quantity that is a multiple of the lot. Counted in whole lots, so that a long multiplier cannot leave a
    /// rounded last digit.
    /// </summary>
    public decimal ToContracts(decimal baseQuantity) => decimal.Round(baseQuantity / LotBase) * LotContracts;

    public bool IsWholeLots(decimal baseQuantity) => baseQuantity % LotBase == 0m;

    public Instrument ToInstrument() => new(
        Venue.Okx, Symbol, InstId, new Price(Tick), new Quantity(LotBase), new Quantity(ToBase(MinContracts)),
        new Quantity(ToBase(MaxContracts)), Money.OfUsdt(0m), Status);
}

/// <summary>
/// All linear USDT swaps of the venue, replaced as a whole at each load. Swaps outside the universe are kept too: a foreign order or
/// position must be told in base coin like any other.
/// </summary>
internal sealed class OkxContracts(PairUniverse universe)
{
    private readonly Lock gate = new();
    private volatile Table table = Table.Empty(universe.Count);

    public PairUniverse Universe => universe;

    public bool IsLoaded => table.ByInstId.Count > 0;

    /// <summary>
    /// Takes the venue's whole list. Returns the pairs of the universe whose terms are not what they were; nothing at the first load.
    /// A swap that is no longer listed stays known as halted, so that what is left of it can still be told in base coin.
    /// </summary>
    public IReadOnlyList<OkxContract> Load(IEnumerable<OkxContract> all)
    {
        var listed = all.ToDictionary(c => c.InstId, StringComparer.Ordinal);
        lock (gate)
        {
            foreach (var gone in table.ByInstId.Values.Where(c => !listed.ContainsKey(c.InstId))) listed[gone.InstId] = gone with { Status = InstrumentStatus.Halted };
            return Replace(listed);
        }
    }

    /// <summary>Takes changed swaps and leaves the others as they are. Returns as <see cref="Load"/> does.</summary>
    public IReadOnlyList<OkxContract> Merge(IEnumerable<OkxContract> some)
    {
        lock (gate)
        {
            var merged = new Dictionary<string, OkxContract>(table.ByInstId, StringComparer.Ordinal);
            foreach (var contract in some) merged[contract.InstId] = contract;
            return Replace(merged);
        }
    }

    private List<OkxContract> Replace(Dictionary<string, OkxContract> contracts)
    {
        var before = table;
        // Of two listings of one pair the one that trades counts.
        var bySymbol = contracts.Values.OrderByDescending(c => c.Status).GroupBy(c => c.Symbol).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        var byPair = universe.Symbols.Select(s => bySymbol.GetValueOrDefault(s)).ToArray();
        table = new Table(
            contracts.ToFrozenDictionary(StringComparer.Ordinal), byPair, byPair.Select(c => c is null ? [] : System.Text.Encoding.ASCII.GetBytes(c.InstId)).ToArray());
        return before.ByInstId.Count == 0 ? [] : [.. byPair.Where((now, pair) => now is not null && now.ToInstrument() != before.ByPair[pair]?.ToInstrument()).Select(c => c!)];
    }

    /// <summary>The contract of a pair of the universe, or null when OKX does not list it.</summary>
    public OkxContract? OfPair(int pair) => table.ByPair[pair];

    /// <summary>The contract with this instId, or null when it is not a linear USDT swap we have read.</summary>
    public OkxContract? Of(string instId) => table.ByInstId.GetValueOrDefault(instId);

    public IEnumerable<OkxContract> InUniverse => table.ByPair.OfType<OkxContract>();

    /// <summary>The pair an instId names, or −1. Compares bytes, so that the hot path makes no string.</summary>
    public int PairOf(ReadOnlySpan<byte> instId)
    {
        var names = table.NamesByPair;
        for (var pair = 0; pair < names.Length; pair++)
            if (names[pair].Length > 0 && instId.SequenceEqual(names[pair])) return pair;
        return -1;
    }

    private sealed record Table(FrozenDictionary<string, OkxContract> ByInstId, OkxContract?[] ByPair, byte[][] NamesByPair)
    {
        public static Table Empty(int pairs) =>
            new(FrozenDictionary<string, OkxContract>.Empty, new OkxContract?[pairs], Enumerable.Repeat(Array.Empty<byte>(), pairs).ToArray());
    }
}
