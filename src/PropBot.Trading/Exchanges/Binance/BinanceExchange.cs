using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Binance USD-M perpetuals (<c>fapi</c>) as an <see cref="IExchange"/>. Facts of the protocol: wire protocols §1.</summary>
public sealed class BinanceExchange : IExchange
{
    private readonly BinanceOptions options;
    private readonly PairUniverse universe;
    private readonly IWebSocketFactory sockets;
    private readonly TimeProvider clock;
    private readonly int seed;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly BinanceLimits limits;
    private readonly BinanceRest rest;
    private readonly BinanceReads reads;
    private readonly BinanceClock venueClock;
    private readonly BinanceVenueTime time;
    private readonly BinanceOrderReads orderReads;
    private readonly BinanceOrderChannel channel;
    private readonly BinanceOrderEntry orders;
    private readonly BinanceCancelAll cancelAll;
    private readonly BinanceDeadMan deadMan;
    private readonly BinanceAccount account;
    private readonly BinanceHistory history;
    private readonly BinanceInstrumentWatch instruments;
    private readonly BinanceOrderMemory memory = new();
    private readonly List<Task> loops = [];
    private volatile IVenueListener? first;
    private BinanceFeed? feed;
    private BinanceUserStream? user;

    /// <param name="handler">Not disposed here. Must not follow redirects; see <see cref="NetworkDoor.CreateHttp"/>.</param>
    /// <param name="seed">For the jitter of reconnects.</param>
    public BinanceExchange(
        BinanceOptions options, PairUniverse universe, ICredentialSource credentials, HttpMessageHandler handler, IWebSocketFactory sockets,
        TimeProvider clock, int seed, ILogger logger)
    {
        (this.options, this.universe, this.sockets, this.clock, this.seed, this.logger) = (options, universe, sockets, clock, seed, logger);
        var offset = new ClockOffset(Venue.Binance);
        var signer = new BinanceSigner(credentials);
        limits = new BinanceLimits(clock);
        rest = new BinanceRest(options, signer, limits, handler, offset, clock);
        venueClock = new BinanceClock(rest, offset, clock);
        reads = new BinanceReads(rest, venueClock);
        time = new BinanceVenueTime(options, offset, venueClock, clock);
        orderReads = new BinanceOrderReads(reads, memory);
        channel = new BinanceOrderChannel(options, limits, sockets, clock, seed + 3, logger);
        orders = new BinanceOrderEntry(new BinanceOrderTools(rest, orderReads, channel, signer, limits, memory, time), logger);
        cancelAll = new BinanceCancelAll(reads, orderReads, universe, clock);
        deadMan = new BinanceDeadMan(reads, universe, clock, reading => first?.OnDeadMan(reading), stopping.Token);
        account = new BinanceAccount(reads, signer, universe, clock);
        history = new BinanceHistory(reads, memory, clock);
        instruments = new BinanceInstrumentWatch(options, reads, limits, universe, clock, logger);
        orders.Refused = code =>
        {
            if (BinanceErrors.DoubtsInstrument(code)) instruments.Doubt();
        };
    }

    public Venue Venue => Venue.Binance;

    /// <summary>One account, one count: the same for every instrument.</summary>
    public int OrderRoom(Instrument instrument) => limits.OrderRoom;

    public async Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop) => await venueClock.Sample(stop) is { } reading
        ? new VenueAnswer<ClockReading>.Got(reading)
        : new VenueAnswer<ClockReading>.Unreadable("the venue does not tell its time");

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop) => instruments.Read(stop);

    public void StartMarketData(IVenueListener listener)
    {
        if (feed is not null) throw new InvalidOperationException("market data was started already");
        StartLoops(listener);
        feed = new BinanceFeed(new BinanceFeedTools(options, universe, rest, reads, instruments, clock, logger), sockets, seed, listener);
        feed.Start();
    }

    public void StartPrivate(IVenueListener listener)
    {
        if (user is not null) throw new InvalidOperationException("the private stream was started already");
        StartLoops(listener);
        var told = new BinanceTold(listener, memory);
        var events = new BinanceUserEvents(told, new BinanceFollowUp(history, account, told, clock, stopping.Token));
        var catchUp = new BinanceCatchUp(options, orderReads, memory, history, account, universe, told, time);
        var proof = new BinanceStreamProof(options, account, memory, told, universe, time, clock);
        orders.Taken = proof.Owes;
        orders.Seen = order => told.Order(order, fromStream: false);
        orders.Refused = code =>
        {
            if (BinanceErrors.DoubtsInstrument(code)) instruments.Doubt();
            if (BinanceErrors.DoubtsAccount(code)) proof.Doubt();
        };
        user = new BinanceUserStream(new BinanceUserTools(options, rest, limits, catchUp, events, proof, clock, logger), sockets, seed + 2, listener);
        user.Start();
        channel.Start();
    }

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop) =>
        account.Configure(instrument, marginMode, leverage, stop);

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop) => account.Fees(instrument, stop);

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) => account.Read(stop);

    public CallTally Calls => rest.Calls;

    public async ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop)
    {
        var reply = await orders.Submit(order, stop);
        rest.Calls.Replied(reply);
        return reply;
    }

    public ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop) => orders.Cancel(instrument, id, stop);

    /// <summary>Got: how many were open, and two lists, of ordinary and of conditional orders, were empty afterwards.</summary>
    public Task<VenueAnswer<int>> CancelAll(CancellationToken stop) => cancelAll.Run(stop);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => orderReads.Read(instrument, id, stop);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, string venueOrderId, CancellationToken stop) =>
        orderReads.Read(instrument.VenueSymbol, venueOrderId, stop);

    /// <summary>Conditional ("algo") orders too; their venue number begins with <c>algo-</c>.</summary>
    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => orderReads.Open(stop);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        history.Fills(instrument.VenueSymbol, since, stop);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => history.Funding(since, stop);

    public Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop) => history.Transfers(since, stop);

    /// <summary>Whether the next order would leave by the WebSocket API.</summary>
    internal bool OrdersGoBySocket => channel.IsReady;

    public void KeepDeadMan(IReadOnlyCollection<int> pairs) => deadMan.Keep(pairs);

    public void RequestBook(int pair) => feed?.RequestBook(pair);

    /// <summary>All sockets are replaced by new ones without a gap; as they are every 23 h.</summary>
    internal void Renew(string reason)
    {
        feed?.Renew(reason);
        user?.Renew(reason);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (feed is not null) await feed.DisposeAsync();
        if (user is not null) await user.DisposeAsync();
        await channel.DisposeAsync();
        await Task.WhenAll(loops);
        rest.Dispose();
    }

    /// <summary>Whichever stream is started first hears the clock, the switches and changed instruments.</summary>
    private void StartLoops(IVenueListener listener)
    {
        if (first is not null) return;
        first = listener;
        loops.Add(venueClock.Run(options.ClockEvery, listener.OnClock, stopping.Token));
        loops.Add(instruments.Run(listener.OnInstrument, stopping.Token));
    }
}
