using PropBot.VenueSimulator.Engine;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Core;

/// <summary>One venue: its books, orders, account and memory. All members may be called from any thread; one lock, shared by the whole simulation, owns the state.
/// A change is on disk before the call returns and before its events are raised.</summary>
public sealed partial class VenueCore : IDisposable
{
    private readonly IMarketSource market;
    private readonly VenueJournal? journal;
    private readonly Dictionary<string, VenueBook> books = new(StringComparer.Ordinal);
    private readonly List<VenueEvent> told = [];
    private readonly VenueState state = new();
    private readonly Accounting accounting;
    private readonly OrderChecks checks;
    private readonly Matching matching;
    private readonly Amending amending;
    private readonly Takeovers takeovers;
    private readonly Settlements settlements;
    private readonly Listing listing;
    private readonly BookShaper shaper;
    private readonly PublicTrades trades;

    /// <param name="gate">The simulation's lock (<see cref="SimWorld.Gate"/>).</param>
    /// <param name="journal">Null keeps everything in memory only.</param>
    /// <param name="faults">What goes wrong here; null = a board of its own, empty.</param>
    public VenueCore(VenueProfile profile, IMarketSource market, VenueJournal? journal, TimeProvider clock, Lock gate, FaultBoard? faults = null)
    {
        Faults = faults ?? new FaultBoard(clock, seed: 0) { Name = profile.Name };
        (Profile, Clock, Gate, this.market, this.journal) = (profile, clock, gate, market, journal);
        var places = new QueuePlaces();
        accounting = new Accounting(profile, state, MarkOf);
        checks = new OrderChecks(profile, state, accounting, Faults, MarkOf);
        matching = new Matching(profile, state, accounting, books, checks, places, Faults, told.Add);
        amending = new Amending(profile, state, books, checks, matching, places, told.Add);
        takeovers = new Takeovers(profile, state, accounting, matching);
        settlements = new Settlements(profile, state, accounting, takeovers, Figures, told.Add);
        listing = new Listing(profile, state, Faults, books, told.Add);
        shaper = new BookShaper(profile, Faults);
        trades = new PublicTrades(Dice.For(0, profile.Name).State, state, books);
        var start = Now;
        foreach (var instrument in profile.Instruments) books[instrument.Symbol] = new VenueBook(instrument, start.ToUnixTimeMilliseconds() * 10);
        lock (gate) Recall(start);
        Faults.Struck += Strike;
        Faults.Changed += Look;
    }

    /// <summary>Raised after the change is durable, inside <see cref="Gate"/>, in order. A subscriber only queues.</summary>
    public event Action<VenueEvent>? Happened;

    public VenueProfile Profile { get; }

    public TimeProvider Clock { get; }

    public Lock Gate { get; }

    public FaultBoard Faults { get; }

    /// <summary>What this venue believes is the time: the clock and the skew that the fault board asks for. Everything the venue says and checks is in it.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow() + Faults.ClockSkew;

    /// <summary>Takes the market's present levels, fills what rests, settles funding, liquidates, fires dead-man switches.</summary>
    public void Advance()
    {
        Faults.Advance();
        lock (Gate)
        {
            var now = Now;
            listing.Refresh(now);
            RefreshAll(now, readMarket: true);
            told.AddRange(trades.Advance(now).Select(t => new VenueEvent.Traded(t)));
            foreach (var book in books.Values) matching.MatchResting(book, now);
            FireDeadMen(now);
            settlements.Advance(now);
            Commit();
        }
    }

    public void Dispose() => journal?.Dispose();

    private T Read<T>(Func<T> from)
    {
        lock (Gate) return from();
    }

    private T Change<T>(Func<DateTimeOffset, T> act)
    {
        lock (Gate)
        {
            var now = Now;
            var result = act(now);
            RefreshAll(now, readMarket: false);
            Commit();
            return result;
        }
    }

    private void Commit()
    {
        if (state.TakeChanges() is { } line)
        {
            journal?.Append(line);
            if (journal is { HasGrown: true }) journal.Rewrite(state.Whole());
        }

        var happened = told.ToArray();
        told.Clear();
        foreach (var one in happened)
        {
            if (one is VenueEvent.OrderChanged { Fill: { } fill }) trades.Remember(fill);
            Happened?.Invoke(one);
        }
    }

    private void RefreshAll(DateTimeOffset now, bool readMarket)
    {
        foreach (var book in books.Values)
        {
            if (readMarket)
            {
                market.Read(Profile.Index, book.Instrument, book.Raw);
                shaper.Shape(book.Instrument, book.Raw);
            }

            if (book.Refresh(now) is { } diff) told.Add(new VenueEvent.BookChanged(diff));
        }
    }

    private void Recall(DateTimeOffset now)
    {
        var lines = journal?.Load() ?? [];
        foreach (var line in lines) state.Apply(line);
        if (lines.Count == 0)
        {
            state.Account = state.Account with { NextOrderId = Profile.FirstOrderId, NextTradeId = 1001, NextEntryId = 1, NextPositionId = 1, FundedAt = now };
            accounting.Book(SimEntryKind.Deposit, null, Profile.OpeningDeposit, 0, now);
        }
        else
        {
            state.Recalled();
        }

        settlements.Start(now);
        listing.Refresh(now);
        state.TakeChanges();
        journal?.Rewrite(state.Whole());
    }

    private (decimal Mark, decimal Index, decimal FundingRate) Figures(string symbol)
    {
        var instrument = books[symbol].Instrument;
        var (mark, index, rate) = market.Reference(Profile.Index, instrument);
        var factor = Faults.PriceFactor(symbol);
        if (factor != 1m) (mark, index) = (Math.Round(mark * factor / instrument.Tick) * instrument.Tick, Math.Round(index * factor / instrument.Tick) * instrument.Tick);
        return (mark, index, Faults.FundingRate(symbol) ?? rate);
    }

    private decimal MarkOf(string symbol) => Figures(symbol).Mark;
}
