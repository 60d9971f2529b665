using PropBot.Trading.Instruments;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>
/// Whose trades to ask for, and since when: symbols at work each time, the others in turn, so that the rate budget stays with trading.
/// Each window overlaps the one before.
/// </summary>
internal sealed class TradeWindows(DeskMemory m)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AtWork = TimeSpan.FromMinutes(10);
    private readonly Dictionary<(Venue Venue, string Symbol), DateTimeOffset> heardUntil = [];
    private int turn;

    public IReadOnlyList<(Instrument Instrument, DateTimeOffset Since)> ToAsk(Venue venue)
    {
        var symbols = m.Status(venue).Instruments.Values.OrderBy(i => i.Symbol, StringComparer.Ordinal).ToList();
        if (symbols.Count == 0) return [];
        var next = symbols[turn++ % symbols.Count];
        return [.. symbols.Where(i => i == next || !heardUntil.ContainsKey((venue, i.Symbol)) || IsAtWork(venue, i.Symbol)).Select(i => (i, Since(venue, i.Symbol)))];
    }

    /// <summary>Moves the windows on, and forgets fills that nobody asks about any more.</summary>
    public void Heard(IEnumerable<VenueWord> words)
    {
        foreach (var word in words)
            foreach (var told in word.Fills.Where(told => told.Trades is not null)) heardUntil[(word.Venue, told.Symbol)] = word.AskedAt;
        foreach (var old in m.Truth.Fills.Values.Where(fill => fill.At < Since(fill.Key.Venue, fill.Key.Symbol) - Overlap).Select(fill => fill.Key).ToList()) m.Truth.Fills.Remove(old);
    }

    private DateTimeOffset Since(Venue venue, string symbol) => (heardUntil.TryGetValue((venue, symbol), out var until) ? until : m.Truth.TradesSince) - Overlap;

    private bool IsAtWork(Venue venue, string symbol) =>
        m.Hedges.Values.Any(h => h.Symbol == symbol && !h.Simulated) ||
        (m.Truth.LastActivity.TryGetValue((venue, symbol), out var at) && m.Now - at < AtWork) ||
        m.Truth.Words[(int)venue]?.Positions?.Any(p => p.Symbol == symbol && p.SignedQuantity != 0m) == true;
}
