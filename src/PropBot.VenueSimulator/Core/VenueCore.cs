using PropBot.VenueSimulator.Engine;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Core;

/// <summary>One venue: its books, orders, account and memory. All members may be called from any thread; one lock, shared by the whole simulation, owns the state.
/// A change is on disk before the call returns and before its events are raised.</summary>
public sealed class VenueCore : IDisposable
{
    private readonly IMarketSource market;
    private readonly VenueJournal? journal;
    private readonly Dictionary<string, VenueBook> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimInstrument> instruments;
    private readonly List<VenueEvent> told = [];
    private readonly Dictionary<string, DeadMan> deadMen = new(StringComparer.Ordinal);
    private readonly VenueState state = new();
    private readonly Accounting accounting;
    private readonly Matching matching;
    private readonly Settlements settlements;

    /// <param name="gate">The simulation's lock (<see cref="SimWorld.Gate"/>).</param>
    /// <param name="journal">Null keeps everything in memory only.</param>
    /// <param name="faults">What goes wrong here; null = a board of its own, empty.</param>
    public VenueCore(VenueProfile profile, IMarketSource market, VenueJournal? journal, TimeProvider clock, Lock gate, FaultBoard? faults = null)
    {
        Faults = faults ?? new FaultBoard(clock, seed: 0) { Name = profile.Name };
        (Profile, Clock, Gate, this.market, this.journal) = (profile, clock, gate, market, journal);
        instruments = profile.Instruments.ToDictionary(i => i.Symbol, StringComparer.Ordinal);
        accounting = new Accounting(profile, state, MarkOf);
        matching = new Matching(profile, state, accounting, books, MarkOf, told.Add);
        settlements = new Settlements(profile, state, accounting, matching, market, told.Add);
        var start = Now;
        foreach (var instrument in profile.Instruments) books[instrument.Symbol] = new VenueBook(instrument, start.ToUnixTimeMilliseconds() * 10);
        lock (gate) Recall(start);
    }

    /// <summary>Raised after the change is durable, inside <see cref="Gate"/>, in order. A subscriber only queues.</summary>
    public event Action<VenueEvent>? Happened;

    public VenueProfile Profile { get; }

    public TimeProvider Clock { get; }

    public Lock Gate { get; }

    public FaultBoard Faults { get; }

    /// <summary>What this venue believes is the time: the clock and the skew that the fault board asks for. Everything the venue says and checks is in it.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow() + Faults.ClockSkew;

    public IReadOnlyList<SimInstrument> Instruments => Profile.Instruments;

    public SimInstrument? Instrument(string symbol) => instruments.GetValueOrDefault(symbol);

    /// <summary>Takes the market's present levels, fills what rests, settles funding, liquidates, fires dead-man switches.</summary>
    public void Advance()
    {
        Faults.Advance();
        lock (Gate)
        {
            var now = Now;
            RefreshAll(now, readMarket: true);
            foreach (var book in books.Values) matching.MatchResting(book, now);
            FireDeadMen(now);
            settlements.Advance(now);
            Commit(now);
        }
    }

    public SimOutcome Place(SimOrderRequest request) => Change(now => matching.Place(request, now));

    /// <param name="orderId">Wins over the client id when both are given.</param>
    public SimOutcome Cancel(string symbol, long? orderId, string? clientId) =>
        Change(now => matching.Cancel(Lookup(symbol, orderId, clientId), SimEndReason.User, now));

    public SimOutcome Amend(string symbol, long? orderId, string? clientId, decimal? quantity, decimal? price) =>
        Change(now => matching.Amend(Lookup(symbol, orderId, clientId), quantity, price, now));

    /// <summary>Cancels the open orders of a symbol and tag (null = all) and returns them.</summary>
    public IReadOnlyList<SimOrder> CancelAll(string? symbol = null, string? tag = null, SimEndReason reason = SimEndReason.User) =>
        Change(now => EndAll(symbol, tag, reason, now));

    /// <summary>(Re-)arms the switch of that symbol and tag; null or zero disarms. Returns when it will fire.</summary>
    public DateTimeOffset? ArmDeadMan(string? symbol, string? tag, TimeSpan? after)
    {
        lock (Gate)
        {
            var key = $"{symbol}|{tag}";
            deadMen.Remove(key);
            if (after is not { } wait || wait <= TimeSpan.Zero) return null;
            deadMen[key] = new DeadMan(symbol, tag, Now + wait);
            return deadMen[key].Due;
        }
    }

    public void Deposit(decimal amount) => Change(now =>
    {
        accounting.Book(SimEntryKind.Deposit, null, amount, 0, now);
        told.Add(new VenueEvent.AccountChanged(AccountCause.Deposit, null, state.Account.Wallet, accounting.View().CrossWallet, amount, null));
        return true;
    });

    /// <summary>Null when done. <see cref="SimRefusal.OutOfRange"/> beyond the profile's maximum; isolated leverage is not lowered under a position.</summary>
    public SimRefusal? SetLeverage(string symbol, int leverage) => Change<SimRefusal?>(_ =>
    {
        if (leverage < 1 || leverage > Profile.MaxLeverage) return SimRefusal.OutOfRange;
        var setting = accounting.Setting(symbol);
        if (setting.Isolated && leverage < setting.Leverage && state.Position(symbol).Quantity != 0m) return SimRefusal.PositionInTheWay;
        return Keep(setting with { Leverage = leverage });
    });

    public SimRefusal? SetMarginMode(string symbol, bool isolated) => Change<SimRefusal?>(_ =>
    {
        var setting = accounting.Setting(symbol);
        if (setting.Isolated == isolated) return SimRefusal.NothingToChange;
        if (state.Open.Values.Any(o => o.Symbol == symbol)) return SimRefusal.OpenOrdersInTheWay;
        if (state.Position(symbol).Quantity != 0m) return SimRefusal.PositionInTheWay;
        return Keep(setting with { Isolated = isolated });
    });

    /// <summary>Position mode: true = two-sided. The engine itself keeps one-way positions; a skin in two-sided mode refuses one-way orders.</summary>
    public SimRefusal? SetHedgeMode(bool on) => Change<SimRefusal?>(_ =>
    {
        if (state.Account.HedgeMode == on) return SimRefusal.NothingToChange;
        if (state.Open.Count > 0) return SimRefusal.OpenOrdersInTheWay;
        if (state.Positions.Values.Any(p => p.Quantity != 0m)) return SimRefusal.PositionInTheWay;
        state.Account = state.Account with { HedgeMode = on };
        return null;
    });

    /// <summary>Of a client id used twice, the newest order.</summary>
    public SimOrder? FindOrder(string symbol, long? orderId, string? clientId) => Read(() => Lookup(symbol, orderId, clientId));

    public IReadOnlyList<SimOrder> OpenOrders(string? symbol = null) => Read(() => state.Open.Values.Where(o => symbol is null || o.Symbol == symbol).ToList());

    /// <summary>Every order ever accepted, oldest first.</summary>
    public IReadOnlyList<SimOrder> Orders(string? symbol = null) => Read(() => state.Orders.Values.Where(o => symbol is null || o.Symbol == symbol).ToList());

    public IReadOnlyList<SimFill> Fills(string? symbol = null, long? orderId = null) =>
        Read(() => state.Fills.Where(f => (symbol is null || f.Symbol == symbol) && (orderId is null || f.OrderId == orderId)).ToList());

    public IReadOnlyList<LedgerEntry> Entries() => Read(() => state.Entries.ToList());

    public IReadOnlyList<FundingSettlement> FundingHistory(string symbol) => Read(() => state.Settlements.Where(s => s.Symbol == symbol).ToList());

    public AccountHeader Header() => Read(() => state.Account);

    public AccountView Account() => Read(accounting.View);

    public SymbolSetting Setting(string symbol) => Read(() => accounting.Setting(symbol));

    /// <summary>Positions that are not flat.</summary>
    public IReadOnlyList<PositionView> Positions() => Read(() => state.Positions.Values.Where(p => p.Quantity != 0m).Select(accounting.View).ToList());

    public PositionView Position(string symbol) => Read(() => accounting.View(state.Position(symbol)));

    public BookView Book(string symbol, int depth = int.MaxValue) => Read(() => books[symbol].View(depth));

    /// <summary>Everything after a sequence as one change (empty when there is none); null when it is no longer kept: take a new snapshot.</summary>
    public BookDiff? BookSince(string symbol, long sequence) => Read(() => books[symbol].Since(sequence));

    public MarketReference Reference(string symbol) => Read(() =>
    {
        var (mark, index, rate) = market.Reference(Profile.Index, instruments[symbol]);
        return new MarketReference(symbol, mark, index, rate, settlements.Next(Now), Profile.FundingInterval);
    });

    /// <summary>Highest price a buy may name, lowest a sell may name, now.</summary>
    public (decimal HighestBuy, decimal LowestSell) PriceLimits(string symbol) => Read(() => (MarkOf(symbol) * (1m + Profile.PriceBand), MarkOf(symbol) * (1m - Profile.PriceBand)));

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
            Commit(now);
            return result;
        }
    }

    private void Commit(DateTimeOffset now)
    {
        if (state.TakeChanges() is { } line)
        {
            journal?.Append(line);
            if (journal is { HasGrown: true }) journal.Rewrite(state.Whole());
        }

        var happened = told.ToArray();
        told.Clear();
        foreach (var one in happened) Happened?.Invoke(one);
    }

    private void RefreshAll(DateTimeOffset now, bool readMarket)
    {
        foreach (var book in books.Values)
        {
            if (readMarket) market.Read(Profile.Index, book.Instrument, book.Raw);
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

        state.TakeChanges();
        journal?.Rewrite(state.Whole());
    }

    private SimRefusal? Keep(SymbolSetting setting)
    {
        state.Put(setting);
        told.Add(new VenueEvent.SettingChanged(setting));
        return null;
    }

    private void FireDeadMen(DateTimeOffset now)
    {
        foreach (var (key, man) in deadMen.Where(m => m.Value.Due <= now).ToList())
        {
            deadMen.Remove(key);
            EndAll(man.Symbol, man.Tag, SimEndReason.DeadMan, now);
        }
    }

    private List<SimOrder> EndAll(string? symbol, string? tag, SimEndReason reason, DateTimeOffset now) =>
        [.. state.Open.Values.Where(o => (symbol is null || o.Symbol == symbol) && (tag is null || o.Tag == tag)).ToList()
            .Select(o => matching.End(o, reason, SimOrderState.Canceled, now))];

    private SimOrder? Lookup(string symbol, long? orderId, string? clientId)
    {
        var order = orderId is { } id ? state.Orders.GetValueOrDefault(id) : clientId is null ? null : state.ByClientId(clientId);
        return order?.Symbol == symbol ? order : null;
    }

    private decimal MarkOf(string symbol) => market.Reference(Profile.Index, instruments[symbol]).Mark;

    private sealed record DeadMan(string? Symbol, string? Tag, DateTimeOffset Due);
}
