using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Engine;

/// <summary>The instruments as they are now: the profile's, with changes that were made (kept in the journal) and the status the fault board asks for.</summary>
internal sealed class Listing(VenueProfile profile, VenueState state, FaultBoard faults, IReadOnlyDictionary<string, VenueBook> books, Action<VenueEvent> tell)
{
    public IReadOnlyList<SimInstrument> All => [.. profile.Instruments.Select(i => books[i.Symbol].Instrument)];

    /// <summary>Changes steps at once.</summary>
    public void Change(string symbol, SimUpcomingChange change) => state.Put(Changed(Listed(symbol), change));

    /// <summary>Tells of a change that takes effect at its time.</summary>
    public void Announce(string symbol, SimUpcomingChange change) => state.Put(Listed(symbol) with { Upcoming = change });

    public void SetStatus(string symbol, SimInstrumentStatus status) => state.Put(Listed(symbol) with { Status = status });

    /// <summary>Lets announced changes take effect and tells what is different now.</summary>
    public void Refresh(DateTimeOffset now)
    {
        foreach (var (symbol, book) in books)
        {
            var listed = Listed(symbol);
            if (listed.Upcoming is { } due && due.EffectiveAt <= now)
            {
                listed = Changed(listed, due);
                state.Put(listed);
            }

            var before = book.Instrument;
            var after = listed with { Status = faults.Status(symbol) ?? listed.Status };
            if (before == after) continue;
            book.Instrument = after;
            tell(new VenueEvent.InstrumentChanged(before, after));
        }
    }

    private SimInstrument Listed(string symbol) => state.Instruments.TryGetValue(symbol, out var kept) ? kept : profile.Instruments.First(i => i.Symbol == symbol);

    private static SimInstrument Changed(SimInstrument instrument, SimUpcomingChange change) => instrument with
    {
        Tick = change.Tick ?? instrument.Tick,
        Step = change.Step ?? instrument.Step,
        MinQuantity = change.MinQuantity ?? Math.Max(instrument.MinQuantity, change.Step ?? 0m),
        Upcoming = null,
    };
}
