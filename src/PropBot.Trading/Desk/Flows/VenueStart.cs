using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// The order in which a venue is met (wire protocols, section 3): its clock, its instruments, mode checks with margin and leverage and
/// fees, the private stream with its snapshot, market data. Each step waits for the one before it and is asked again until it is answered.
/// </summary>
internal sealed class VenueStart(DeskMemory m, DeskEffects effects, DeskInbox inbox)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PrivatePatience = TimeSpan.FromSeconds(10);

    public void Tick()
    {
        foreach (var status in m.Venues)
        {
            if (m.Now >= status.NextSetupAt && !IsComplete(status)) Ask(status);
            if (status is { StreamsStarted: true, MarketDataStarted: false } && m.Now >= status.MarketDataAt) StartMarketData(status);
        }
    }

    public void On(ClockRead fact)
    {
        var status = m.Status(fact.Venue);
        if (fact.Answer is VenueAnswer<ClockReading>.Unreadable dark) status.SetupClue = $"clock: {dark.Clue}";
        else if (!status.InstrumentsFresh) Ask(status);
    }

    public void InstrumentsAreRead(VenueStatus status) => Ask(status);

    /// <summary>Settings or fees of a symbol were answered. Once all were, whatever they say, the private stream is worth starting.</summary>
    public void Answered(VenueStatus status, string symbol, bool last)
    {
        if (last) status.SetupAnswered.Add(symbol);
        if (status.StreamsStarted || !status.InstrumentsFresh || !status.Instruments.Keys.All(status.SetupAnswered.Contains)) return;
        status.StreamsStarted = true;
        status.MarketDataAt = m.Now + PrivatePatience;
        effects.Exchange(status.Venue).StartPrivate(inbox);
    }

    /// <summary>Up: the snapshot is in. Down: it will be tried on, and the market is watched meanwhile.</summary>
    public void On(LinkChange fact)
    {
        var status = m.Status(fact.Venue);
        if (fact is { Kind: LinkKind.Private, Event: LinkEvent.Up or LinkEvent.Down } && status is { StreamsStarted: true, MarketDataStarted: false }) StartMarketData(status);
    }

    private void StartMarketData(VenueStatus status)
    {
        status.MarketDataStarted = true;
        effects.Exchange(status.Venue).StartMarketData(effects.MarketEar);
    }

    private void Ask(VenueStatus status)
    {
        status.NextSetupAt = m.Now + Retry;
        if (status.Clock is null) effects.ReadClock(status.Venue);
        else if (!status.InstrumentsFresh) effects.ReadInstruments(status.Venue);
        else foreach (var instrument in status.Instruments.Values.Where(i => !IsKnown(status, i))) effects.Configure(instrument, m.Options.MarginMode, m.Options.Leverage);
    }

    private static bool IsComplete(VenueStatus status) => status.InstrumentsFresh && status.Instruments.Values.All(i => IsKnown(status, i));

    private static bool IsKnown(VenueStatus status, Instrument instrument) => status.Settings.ContainsKey(instrument.Symbol) && status.Fees.ContainsKey(instrument.Symbol);
}
