using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Desks;

/// <summary>A venue with an exact ledger and a script of treatments; speaks to the desk through the same door as a connector.</summary>
public sealed partial class FakeVenue(Venue venue, PairUniverse universe, TimeProvider clock) : IExchange
{
    private readonly Dictionary<string, OrderUpdate> orders = new(StringComparer.Ordinal);
    private readonly List<Fill> fills = [];
    private readonly Dictionary<string, Instrument> changed = new(StringComparer.Ordinal);
    private readonly (decimal Bid, decimal Ask, decimal Quantity)[] books = new (decimal, decimal, decimal)[universe.Count];
    private FakeSwitch? deadMan;
    private IVenueListener? ear;
    private long sequence = 1;
    private long trades;

    public Queue<Treatment> Script { get; } = new();

    /// <summary>What happens to orders that the script does not name.</summary>
    public Treatment Always { get; set; } = Treatment.Fill;

    /// <summary>What <see cref="Treatment.Refuse"/> says.</summary>
    public VenueRefusal Refusal { get; set; } = new(RefusalKind.Other, "-1", "scripted");
    public decimal TakerFee { get; set; } = 0.0004m;
    public decimal Wallet { get; private set; } = 100_000m;

    /// <summary>Maintenance margin / equity as the venue reports it.</summary>
    public decimal? MarginRatio { get; set; } = 0.01m;
    public Dictionary<string, decimal> Positions { get; } = new(StringComparer.Ordinal);
    public List<OrderRequest> Placed { get; } = [];

    /// <summary>Happens just before the venue looks at an order.</summary>
    public Action? WhenPlaced { get; set; }
    public int CancelAlls { get; private set; }
    public bool Dark { get; set; }

    /// <summary>What the desk asked while it met the venue, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The private stream is started and says nothing.</summary>
    public bool PrivateSilent { get; set; }

    /// <summary>How the account differs from what a good one reads back.</summary>
    public Func<AccountSettings, AccountSettings> Account { get; set; } = static good => good;

    /// <summary>Why the account's settings cannot be read; empty: they can.</summary>
    public string Unreadable { get; set; } = "";
    public string AccountId { get; set; } = $"fake-{venue.Word()}";
    public List<OrderUpdate> OpenOrders { get; } = [];

    /// <summary>Somebody places this again after each cancel-all.</summary>
    public OrderUpdate? KeepsResting { get; set; }

    public FakeSwitch Switch => deadMan ??= new FakeSwitch(venue, clock, reading => ear?.OnDeadMan(reading));
    public Venue Venue => venue;

    /// <summary>What the venue says its limits still take.</summary>
    public int Room { get; set; } = 300;

    /// <summary>What asking it for its limits throws; null: nothing.</summary>
    public Exception? Broken { get; set; }

    public int OrderRoom(Instrument instrument) => Broken is null ? Room : throw Broken;

    /// <summary>By symbol: where the venue would liquidate the position, given its signed quantity.</summary>
    public Func<string, decimal, decimal?> Liquidation { get; set; } = static (_, _) => null;

    /// <summary>The mark the account is read with; null: it names none.</summary>
    public decimal? AccountMark { get; set; }
    public IReadOnlyList<Fill> Fills => fills;

    public Instrument Instrument(string symbol) => changed.GetValueOrDefault(symbol) ?? new(
        venue, symbol, symbol, new Price(0.1m), new Quantity(venue == Venue.Binance ? 0.001m : 0.0001m), new Quantity(0.001m),
        new Quantity(1_000m), Money.OfUsdt(5m), InstrumentStatus.Trading);

    /// <summary>The venue changes an instrument and says so.</summary>
    public void Change(string symbol, Func<Instrument, Instrument> change)
    {
        changed[symbol] = change(Instrument(symbol));
        ear?.OnInstrument(changed[symbol]);
    }

    /// <summary>Sets the book around two prices and tells it.</summary>
    public void Quote(int pair, decimal bid, decimal ask, decimal quantity = 10m)
    {
        books[pair] = (bid, ask, quantity);
        if (ear is null || Dark) return;
        var now = clock.GetUtcNow();
        var id = ++sequence;
        var depth = DepthUpdate.Rent(venue, pair, isSnapshot: true);
        depth.FirstId = depth.LastId = id;
        depth.VenueTime = depth.ReceivedAt = now;
        depth.AddBid(bid, quantity);
        depth.AddAsk(ask, quantity);
        ear.OnDepth(depth);
        ear.OnTop(new TopUpdate(venue, pair, new Price(bid), new Quantity(quantity), new Price(ask), new Quantity(quantity), id, now, now));
    }

    /// <summary>The venue's mark price moves, or it tells a funding rate and when it is settled next.</summary>
    public void Mark(int pair, decimal? price, decimal funding = 0m, DateTimeOffset? next = null) => ear?.OnMark(new MarkUpdate(
        venue, pair, price is { } mark ? new Price(mark) : null, funding, next ?? clock.GetUtcNow().AddHours(6), TimeSpan.FromHours(8), clock.GetUtcNow()));

    public void Up()
    {
        Dark = false;
        var now = clock.GetUtcNow();
        ear?.OnLink(new LinkChange(venue, LinkKind.Public, LinkEvent.Up, "", now));
        ear?.OnLink(new LinkChange(venue, LinkKind.Private, LinkEvent.Up, "", now));
        Tell();
    }

    public void Down()
    {
        Dark = true;
        var now = clock.GetUtcNow();
        ear?.OnLink(new LinkChange(venue, LinkKind.Public, LinkEvent.Down, "cut", now));
        ear?.OnLink(new LinkChange(venue, LinkKind.Private, LinkEvent.Down, "cut", now));
    }

    public void Clock(double offsetMs) => ear?.OnClock(new ClockReading(venue, TimeSpan.FromMilliseconds(offsetMs), TimeSpan.FromMilliseconds(1), clock.GetUtcNow()));

    public Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop)
    {
        Calls.Add("clock");
        return Answer(() => new ClockReading(venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), clock.GetUtcNow()));
    }

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop)
    {
        Calls.Add("instruments");
        return Answer<IReadOnlyList<Instrument>>(() => [.. universe.Symbols.Select(Instrument)]);
    }

    public void StartMarketData(IVenueListener listener)
    {
        Calls.Add("market data");
        ear = listener;
        listener.OnLink(new LinkChange(venue, LinkKind.Public, LinkEvent.Up, "", clock.GetUtcNow()));
        Clock(0);
        for (var pair = 0; pair < universe.Count; pair++)
            listener.OnMark(new MarkUpdate(venue, pair, null, 0m, clock.GetUtcNow().AddHours(6), TimeSpan.FromHours(8), clock.GetUtcNow()));
    }

    public void StartPrivate(IVenueListener listener)
    {
        Calls.Add("private stream");
        ear = listener;
        if (PrivateSilent) return;
        listener.OnLink(new LinkChange(venue, LinkKind.Private, LinkEvent.Up, "", clock.GetUtcNow()));
        Tell();
    }

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop)
    {
        Calls.Add($"settings {instrument.Symbol}");
        if (Unreadable.Length > 0) return Task.FromResult<VenueAnswer<AccountSettings>>(new VenueAnswer<AccountSettings>.Unreadable(Unreadable));
        return Answer(() => Account(new AccountSettings(true, marginMode, leverage, true, false, AccountId)));
    }

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop)
    {
        Calls.Add($"fees {instrument.Symbol}");
        return Answer(() => new FeeRates(0.0002m, TakerFee));
    }

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) => Answer(() => new AccountState(
        [new BalanceFact(venue, Money.Usdt, Wallet, Wallet, Wallet, MarginRatio, clock.GetUtcNow())],
        [.. Positions.Where(p => p.Value != 0m).Select(p => new PositionFact(
            venue, p.Key, p.Value, default, AccountMark is { } mark ? new Price(mark) : null, Liquidation(p.Key, p.Value) is { } gone ? new Price(gone) : null, null, null, clock.GetUtcNow()))]));

    public void KeepDeadMan(IReadOnlyCollection<int> pairs) => Switch.Keep(pairs);

    private ValueTask<OrderReply> Treat(OrderRequest order)
    {
        Placed.Add(order);
        WhenPlaced?.Invoke();
        if (Dark) return ValueTask.FromResult<OrderReply>(new OrderReply.Unknown("dark"));
        var treatment = Script.TryDequeue(out var scripted) ? scripted : Always;
        switch (treatment)
        {
            case Treatment.Refuse:
                return ValueTask.FromResult<OrderReply>(new OrderReply.Refused(Refusal));
            case Treatment.Maintenance:
                return ValueTask.FromResult<OrderReply>(new OrderReply.Refused(new VenueRefusal(RefusalKind.Overloaded, "50001", "service temporarily unavailable") { SaysMaintenance = true }));
            case Treatment.Vanish:
                return ValueTask.FromResult<OrderReply>(new OrderReply.Unknown("timeout"));
        }

        if (treatment == Treatment.Rest) return ValueTask.FromResult<OrderReply>(new OrderReply.Accepted(Rest(order)));
        var share = treatment switch { Treatment.FillHalf => 0.5m, Treatment.Expire => 0m, _ => 1m };
        Execute(order, share, silent: treatment == Treatment.FillInSilence, twice: treatment == Treatment.FillTwiceTold);
        return ValueTask.FromResult<OrderReply>(treatment is Treatment.FillAndLoseReply or Treatment.FillInSilence
            ? new OrderReply.Unknown("timeout")
            : new OrderReply.Accepted(orders[order.Id.Value].VenueOrderId));
    }

    public ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop) =>
        ValueTask.FromResult<OrderReply>(new OrderReply.Refused(new VenueRefusal(RefusalKind.Other, "-2011", "gone")));

    public Task<VenueAnswer<int>> CancelAll(CancellationToken stop) => Answer(() =>
    {
        CancelAlls++;
        var count = OpenOrders.Count;
        OpenOrders.Clear();
        if (KeepsResting is { } again) OpenOrders.Add(again);
        return count;
    });

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => Task.FromResult<OrderAnswer>(
        Dark ? new OrderAnswer.Unreadable("dark") : orders.TryGetValue(id.Value, out var order) ? new OrderAnswer.Found(order) : new OrderAnswer.NotFound());

    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => Answer<IReadOnlyList<OrderUpdate>>(() => [.. OpenOrders]);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        Answer<IReadOnlyList<Fill>>(() => [.. fills.Where(f => f.Symbol == instrument.Symbol && f.At >= since)]);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => Answer<IReadOnlyList<FundingPayment>>(() => []);

    public void RequestBook(int pair) => Quote(pair, books[pair].Bid, books[pair].Ask, books[pair].Quantity);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Rest(OrderRequest order)
    {
        var venueId = $"{venue.Word()}{orders.Count + 1}";
        orders.Add(order.Id.Value, new OrderUpdate(
            venue, order.Instrument.Symbol, order.Id.Value, venueId, order.Side, order.Quantity, order.Limit, order.ReduceOnly, VenueOrderStatus.Live, Quantity.Zero, null, "", clock.GetUtcNow()));
        ear?.OnOrder(orders[order.Id.Value]);
        return venueId;
    }

    private void Execute(OrderRequest order, decimal share, bool silent, bool twice)
    {
        var (bid, ask, _) = books[universe.IndexOf(order.Instrument.Symbol)];
        var price = order.Side == Side.Buy ? ask : bid;
        var meets = order.Side == Side.Buy ? price <= order.Limit.Value : price >= order.Limit.Value;
        var quantity = meets ? new Quantity(order.Quantity.Value * share).FloorTo(order.Instrument.Lot) : Quantity.Zero;
        if (order.ReduceOnly) quantity = Quantity.Min(quantity, new Quantity(Math.Abs(Positions.GetValueOrDefault(order.Instrument.Symbol))));
        var now = clock.GetUtcNow();
        var venueId = $"{venue.Word()}{orders.Count + 1}";
        var update = new OrderUpdate(
            venue, order.Instrument.Symbol, order.Id.Value, venueId, order.Side, order.Quantity, order.Limit, order.ReduceOnly,
            quantity == order.Quantity ? VenueOrderStatus.Filled : VenueOrderStatus.Ended, quantity, quantity.IsZero ? null : new Price(price), "", now);
        orders.Add(order.Id.Value, update);
        if (!quantity.IsZero) Book(order, quantity, price, venueId, now, silent, twice);
        if (silent) return;
        ear?.OnOrder(update);
        if (twice) ear?.OnOrder(update);
    }

    private void Book(OrderRequest order, Quantity quantity, decimal price, string venueId, DateTimeOffset now, bool silent, bool twice)
    {
        var value = price * quantity.Value;
        var fee = value * TakerFee;
        Wallet += -order.Side.Sign() * value - fee;
        Positions[order.Instrument.Symbol] = Positions.GetValueOrDefault(order.Instrument.Symbol) + order.Side.Sign() * quantity.Value;
        var fill = new Fill(
            venue, order.Instrument.Symbol, $"{++trades}", order.Id.Value, venueId, order.Side, quantity, new Price(price), Money.OfUsdt(fee), false, null, now);
        fills.Add(fill);
        if (silent) return;
        ear?.OnFill(fill);
        if (twice) ear?.OnFill(fill);
    }

    private void Tell() => ear?.OnBalance(new BalanceFact(venue, Money.Usdt, Wallet, Wallet, Wallet, MarginRatio, clock.GetUtcNow()));

    private Task<VenueAnswer<T>> Answer<T>(Func<T> value) =>
        Task.FromResult<VenueAnswer<T>>(Dark || (Mute && typeof(T) == typeof(AccountState)) ? new VenueAnswer<T>.Unreadable("dark") : new VenueAnswer<T>.Got(value()));
}
