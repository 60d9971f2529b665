using Microsoft.Data.Sqlite;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// Start and restart (R1): what the ledger knew is loaded, the desk is on HOLD, and every order of the last run is asked for until it is
/// accounted for. Only then is the recovery check green.
/// </summary>
internal sealed class RestartRecovery(DeskMemory m, DeskEffects effects, OrderFlow orders)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);
    private readonly Dictionary<(Venue Venue, string Symbol), bool> reads = [];
    private readonly bool[] begun = new bool[Venues.Count];
    private readonly bool[] fundingRead = new bool[Venues.Count];
    private DateTimeOffset retryAt;

    /// <summary>Symbols that open hedges need although they may have left SYMBOLS.</summary>
    public static IReadOnlyList<string> SymbolsAtWork(ILedger ledger) => ledger.Read(connection =>
    {
        var symbols = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = "select distinct symbol from hedge where state not in ('Closed','Abandoned')";
        using var row = command.ExecuteReader();
        while (row.Read()) symbols.Add(row.GetString(0));
        return symbols;
    });

    /// <param name="noted">What brakes did while the ledger took nothing; it is younger than the ledger.</param>
    public void Load(IReadOnlyList<EmergencyLine> noted)
    {
        effects.Ledger.Read(connection =>
        {
            LoadFrom(connection);
            EmergencyBook.Recall(connection, noted, m);
            if (m.Control.KillAt is { } killed)
                m.KillShown = new KillShown(killed, m.Control.KillBy, m.Control.KillScope, "confirmed before this start") { Proof = KillProof.Load(connection, KillShown.IdOf(killed)) };
            return true;
        });
    }

    public void Tick()
    {
        if (m.Recovered || m.Now < retryAt) return;
        retryAt = m.Now + TimeSpan.FromMilliseconds(500);
        foreach (var status in m.Venues)
            if (status.PrivateUp && status.InstrumentsFresh) Begin(status.Venue);
        m.Recovered = begun[0] && begun[1] && fundingRead[0] && fundingRead[1] && reads.Values.All(done => done) && NothingOpenEnded();
        if (m.Recovered) m.Dirty = true;
    }

    public void On(FillsRead fact)
    {
        if (fact.Answer is VenueAnswer<IReadOnlyList<Fill>>.Got && reads.ContainsKey((fact.Venue, fact.Symbol))) reads[(fact.Venue, fact.Symbol)] = true;
    }

    public void On(FundingRead fact)
    {
        if (fact.Answer is VenueAnswer<IReadOnlyList<FundingPayment>>.Got) fundingRead[(int)fact.Venue] = true;
    }

    private void LoadFrom(SqliteConnection connection)
    {
        var saved = ControlStore.Load(connection);
        m.Control = (saved ?? new ControlMemory()) with { DryRun = m.Options.DryRun || saved?.DryRun == true };
        m.Reasons = new HoldReasons(m.Control.Reasons.IsDefault ? [] : m.Control.Reasons);
        m.ShownReason = m.Reasons.MostSevere;
        m.Today = new DateTimeOffset(m.Now.UtcDateTime.Date, TimeSpan.Zero);
        foreach (var venue in Venues.All)
            foreach (var instrument in InstrumentCache.Load(connection, venue)) m.Status(venue).Instruments[instrument.Symbol] = instrument;

        m.LastHedgeNumber = HedgeStore.LastNumber(connection);
        (m.RealisedClosed, m.RealisedToday) = HedgeStore.RealisedOfClosed(connection, m.Today);
        foreach (var hedge in HedgeStore.LoadRecent(connection, 200, m.Options.Universe, Instrument)) m.Closed.AddLast(hedge.ToRecord());
        foreach (var hedge in HedgeStore.LoadActive(connection, m.Options.Universe, Instrument)) m.Track(hedge);
        LoadFunding(connection);
        foreach (var books in m.Books)
            if (ChurnStore.Load(connection, books.Symbol) is { } kept) m.Churn.Restore(books.Pair, kept);
        TruthRecovery.Load(connection, m);
        foreach (var row in Settings.Approved.ApprovedSettingStore.Load(connection)) m.Approved[row.Key] = row;
        MeasuresStore.Load(connection, m);
        WatchRecovery.Load(connection, m);
    }

    private void LoadFunding(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select venue, id from funding where at > $t";
        command.Parameters.AddWithValue("$t", LedgerTime.ToMicroseconds(m.Now - TimeSpan.FromDays(8)));
        using var row = command.ExecuteReader();
        while (row.Read()) m.FundingSeen.Add((Venues.Parse(row.GetString(0)), row.GetString(1)));
    }

    private void Begin(Venue venue)
    {
        if (!begun[(int)venue])
        {
            begun[(int)venue] = true;
            foreach (var hedge in m.Hedges.Values)
            {
                if (hedge.Simulated) continue;
                foreach (var order in hedge.Leg(venue).Orders) orders.Resolve(order);
                reads[(venue, hedge.Symbol)] = false;
            }
        }

        foreach (var ((_, symbol), _) in reads.Where(r => r.Key.Venue == venue && !r.Value))
            effects.ReadFills(m.Status(venue).Instruments[symbol], Since(venue, symbol));
        if (!fundingRead[(int)venue]) effects.ReadFunding(venue, FundingSince(venue));
    }

    private DateTimeOffset Since(Venue venue, string symbol)
    {
        var legs = m.Hedges.Values.Where(h => h.Symbol == symbol && !h.Simulated).Select(h => (h.OpenedAt, Leg: h.Leg(venue))).ToList();
        var unsettled = legs.SelectMany(l => l.Leg.Orders).Where(o => !o.IsSettled).Select(o => o.CreatedAt);
        return unsettled.DefaultIfEmpty(legs.Max(l => l.Leg.Orders.Count > 0 ? l.Leg.Orders[^1].CreatedAt : l.OpenedAt)).Min() - Overlap;
    }

    // Funding is only booked on what is held: nothing before the oldest open hedge concerns us.
    private DateTimeOffset FundingSince(Venue venue) =>
        m.Hedges.Values.Where(h => !h.Leg(venue).Entered.IsZero).Select(h => h.OpenedAt).DefaultIfEmpty(m.StartedAt).Min();

    private bool NothingOpenEnded() => m.Hedges.Values.All(h => h.Simulated || h.Orders.All(o => o.IsSettled || o.CreatedAt > m.StartedAt));

    private Instrument Instrument(Venue venue, string symbol) =>
        m.Status(venue).Instruments.TryGetValue(symbol, out var instrument)
            ? instrument
            : throw new InvalidOperationException($"the ledger holds a hedge of {symbol} on {venue.Word()} but no instrument of that name");
}
