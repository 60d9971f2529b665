using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// Where a connector tells what it hears. Called from any thread; must return at once. Facts of one stream arrive in its order.
/// A <see cref="DepthUpdate"/> belongs to the receiver from here on.
/// </summary>
public interface IVenueListener
{
    void OnTop(in TopUpdate update);
    void OnDepth(DepthUpdate update);
    void OnMark(in MarkUpdate update);
    void OnOrder(OrderUpdate update);
    void OnFill(Fill fill);
    void OnPosition(PositionFact position);
    void OnBalance(BalanceFact balance);
    void OnFunding(FundingPayment payment);
    void OnLink(LinkChange change);
    void OnClock(ClockReading reading);

    /// <summary>A dead-man switch was armed, refreshed, disarmed, or could not be.</summary>
    void OnDeadMan(DeadManReading reading)
    {
    }

    /// <summary>The venue changed an instrument (tick, lot, minimum, status): the whole new one. Books and terms must follow (cases 11, 12).</summary>
    void OnInstrument(Instrument changed)
    {
    }
}

/// <summary>
/// One venue. Reaches the network only through an injected <see cref="HttpMessageHandler"/> and <see cref="IWebSocketFactory"/>, tells
/// time only by an injected <see cref="TimeProvider"/>. Expected trouble is a value, never an exception.
/// </summary>
public interface IExchange : IAsyncDisposable
{
    Venue Venue { get; }

    /// <summary>Measures the venue's clock once (R34). Asked before anything else: signed calls need the venue's time.</summary>
    Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop);

    /// <summary>Instruments of the universe that the venue lists, tick, lot and minimum in base coin.</summary>
    Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop);

    /// <summary>Opens the market streams and keeps them open (reconnecting with back-off) until disposed.</summary>
    void StartMarketData(IVenueListener listener);

    /// <summary>
    /// Opens the private stream and keeps it open. After each (re)connect the connector reads open orders, positions, balances and the
    /// fills since it was last up, tells them to the listener, and only then says <see cref="LinkEvent.Up"/>.
    /// </summary>
    void StartPrivate(IVenueListener listener);

    /// <summary>Sets one-way mode, margin mode and leverage for a symbol and reads them back.</summary>
    Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop);

    Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop);

    Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop);

    /// <summary>
    /// How many more opening orders the venue's limits take now for this instrument, the reserve for cancels and closes left out; 0 while
    /// the venue asked for silence. From memory, any thread.
    /// </summary>
    int OrderRoom(Instrument instrument);

    /// <summary>What became of this connector's calls; null where nobody counts.</summary>
    CallTally? Calls => null;

    /// <summary>Maintenance the venue announces, also what is on now. A venue that has no such page answers an empty list.</summary>
    Task<VenueAnswer<IReadOnlyList<MaintenanceNotice>>> ReadMaintenance(CancellationToken stop) =>
        Task.FromResult<VenueAnswer<IReadOnlyList<MaintenanceNotice>>>(new VenueAnswer<IReadOnlyList<MaintenanceNotice>>.Got([]));

    /// <summary>Never retried by the connector: one call, at most one order.</summary>
    ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop);

    /// <summary>Asks to cancel. Accepted means the venue took the wish; the order's own update tells the end. Refused when already gone.</summary>
    ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop);

    /// <summary>Cancels everything on the whole account for the universe (R3), also orders that are not ours.</summary>
    Task<VenueAnswer<int>> CancelAll(CancellationToken stop);

    Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop);

    /// <summary>As above, by the venue's own number: also an order that is not ours, such as one by which the venue closed a position (R19).</summary>
    Task<OrderAnswer> ReadOrder(Instrument instrument, string venueOrderId, CancellationToken stop);

    Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop);

    /// <summary>Our trades since a time, oldest first, complete (paged inside).</summary>
    Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop);

    /// <summary>Funding settlements since a time, oldest first, complete.</summary>
    Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop);

    /// <summary>Transfers into and out of the trading account since a time, oldest first, complete (R33).</summary>
    Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop);

    /// <summary>
    /// Pairs on which an order of ours may rest: their venue-side switch is armed at once for 30 s and refreshed every 5 s (R32) until
    /// they leave the set. Idempotent, returns at once, from any thread; the outcome is told by <see cref="IVenueListener.OnDeadMan"/>.
    /// </summary>
    void KeepDeadMan(IReadOnlyCollection<int> pairs) => throw new NotSupportedException($"{Venue}: no dead-man switch yet");

    /// <summary>Asks for a fresh book snapshot; it arrives through <see cref="IVenueListener.OnDepth"/>.</summary>
    void RequestBook(int pair);
}

/// <summary>The door to WebSockets, so that tests can replace it. Throws as ClientWebSocket does.</summary>
public interface IWebSocketFactory
{
    Task<System.Net.WebSockets.WebSocket> Connect(Uri address, CancellationToken stop);
}
