using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <param name="VenueOrderId">The venue's own number of an order that is not in our books.</param>
internal sealed record StrangerAnswered(Venue Venue, string VenueOrderId, OrderAnswer Answer);

/// <summary>
/// Trades of orders nobody here has sent. The private stream says by itself what such an order is; a trade found by catching up (the stream
/// was down, or the process was dead) does not, so the venue is asked by its own number. Its own doing is a takeover (R19), whoever told it
/// first; anything else is somebody's else (P13), and is judged so only after the venue has been heard.
/// </summary>
internal sealed class StrangerFlow(DeskMemory m, DeskEffects effects, TakeoverFlow takeovers)
{
    private const int MostKept = 512;

    /// <summary>A venue's order book of record may lag its trades: one "no such order" proves nothing.</summary>
    private const int AbsencesForProof = 3;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<(Venue Venue, string VenueOrderId), Stranger> strangers = [];

    /// <summary>What some order of that venue is, is still being asked.</summary>
    public bool AnyOpen(Venue venue) => strangers.Any(entry => entry.Key.Venue == venue && !entry.Value.Judged);

    public bool IsOpen(Fill fill) => strangers.TryGetValue((fill.Venue, fill.VenueOrderId), out var stranger) && !stranger.Judged;

    /// <summary>An order that is not ours. True: the venue closed a position by it.</summary>
    public bool On(OrderUpdate update)
    {
        var key = (update.Venue, update.VenueOrderId);
        strangers.TryGetValue(key, out var stranger);
        if (!takeovers.On(update))
        {
            if (stranger is not null) stranger.Judged = true;
            return false;
        }

        if (stranger is null) return true;
        stranger.Judged = true;
        foreach (var fill in stranger.Fills) takeovers.On(fill);
        stranger.Fills.Clear();
        return true;
    }

    /// <summary>A trade of an order that is not in our books. True: it was the venue's own and is booked.</summary>
    public bool On(Fill fill)
    {
        if (m.Truth.Fills.ContainsKey(FillKey.Of(fill)) || takeovers.On(fill)) return true;
        if (fill.VenueOrderId.Length == 0 || IsOurs(fill) || m.Truth.Foreign.Contains(FillKey.Of(fill))) return false;
        var key = (fill.Venue, fill.VenueOrderId);
        if (!strangers.TryGetValue(key, out var stranger))
        {
            Forget();
            stranger = strangers[key] = new Stranger(fill.Symbol);
        }

        if (stranger.Judged) return false;
        if (!stranger.Fills.Any(known => FillKey.Of(known) == FillKey.Of(fill))) stranger.Fills.Add(fill);
        Ask(key, stranger);
        return false;
    }

    public void On(StrangerAnswered fact)
    {
        if (!strangers.TryGetValue((fact.Venue, fact.VenueOrderId), out var stranger) || stranger.Judged) return;
        (stranger.AskAt, stranger.Asking) = (m.Now + Again, false);
        if (fact.Answer is OrderAnswer.Found found) On(found.Order with { VenueOrderId = fact.VenueOrderId });
        else if (fact.Answer is OrderAnswer.NotFound && ++stranger.Absences >= AbsencesForProof) stranger.Judged = true;
    }

    public void Tick()
    {
        foreach (var (key, stranger) in strangers) Ask(key, stranger);
    }

    private void Ask((Venue Venue, string VenueOrderId) key, Stranger stranger)
    {
        if (stranger.Judged || m.Now < stranger.AskAt || !m.Status(key.Venue).Instruments.TryGetValue(stranger.Symbol, out var instrument)) return;
        if (stranger.Asking && m.Now < stranger.AskAt + Patience) return;
        (stranger.AskAt, stranger.Asking) = (m.Now, true);
        effects.AskStranger(instrument, key.VenueOrderId);
    }

    private bool IsOurs(Fill fill) => fill.OrderId.StartsWith(OrderNames.Prefix(m.StoreTag, m.StoreEpoch), StringComparison.Ordinal);

    private void Forget()
    {
        if (strangers.Count < MostKept) return;
        foreach (var key in strangers.Where(entry => entry.Value.Judged).Select(entry => entry.Key).ToList()) strangers.Remove(key);
    }

    private sealed class Stranger(string symbol)
    {
        public string Symbol { get; } = symbol;
        public List<Fill> Fills { get; } = [];
        public DateTimeOffset AskAt { get; set; }
        public bool Asking { get; set; }
        public int Absences { get; set; }

        /// <summary>What it is has been told.</summary>
        public bool Judged { get; set; }
    }
}
