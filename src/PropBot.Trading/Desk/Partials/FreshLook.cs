using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Instruments;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Partials;

/// <summary>Both venues' accounts, asked after a moment: what was read before it proves nothing of it.</summary>
internal sealed class FreshLook(DeskMemory m)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private DateTimeOffset askedAt;

    /// <summary>Lets the next comparison begin now, at most once a second: the rate budget is for trading.</summary>
    public void Ask()
    {
        if (m.Now - askedAt < Again && askedAt <= m.Now) return;
        askedAt = m.Now;
        foreach (var status in m.Venues)
            if (m.Now < status.NextAccountReadAt) status.NextAccountReadAt = m.Now;
    }

    /// <summary>Null until both venues have answered whole since then.</summary>
    public IReadOnlyList<VenueWord>? Since(DateTimeOffset moment)
    {
        var words = m.Truth.Words.OfType<VenueWord>().Where(word => word.IsComplete && word.AskedAt >= moment).ToList();
        return words.Count == Venues.Count ? words : null;
    }

    /// <summary>What a venue holds of a symbol, beyond what the ledger believes; 0 = they agree.</summary>
    public decimal Difference(VenueWord word, string symbol)
    {
        var held = word.Positions!.Where(position => position.Symbol == symbol).Sum(position => position.SignedQuantity);
        var believed = Belief.Facts(m, []).Belief.Legs.Where(leg => leg.Venue == word.Venue && leg.Symbol == symbol).Sum(leg => leg.Signed);
        return held - believed;
    }
}
