using Microsoft.Extensions.Logging;
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
    private readonly BinanceRest rest;
    private readonly BinanceReads reads;
    private readonly BinanceClock venueClock;
    private readonly BinanceVenueTime time;
    private readonly BinanceOrders orders;
    private readonly BinanceAccount account;
    private readonly BinanceHistory history;
    private readonly BinanceOrderNames names = new();
    private readonly List<Task> loops = [];
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
        rest = new BinanceRest(options, signer, handler, offset, clock);
        venueClock = new BinanceClock(rest, offset, clock);
        reads = new BinanceReads(rest, venueClock);
        time = new BinanceVenueTime(options, offset, venueClock, clock, stopping.Token);
        orders = new BinanceOrders(rest, reads, signer, names, time, universe);
        account = new BinanceAccount(reads, signer, universe, clock);
        history = new BinanceHistory(reads, names, clock);
    }

    public Venue Venue => Venue.Binance;

    public async Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop) => await venueClock.Sample(stop) is { } reading
        ? new VenueAnswer<ClockReading>.Got(reading)
        : new VenueAnswer<ClockReading>.Unreadable("the venue does not tell its time");

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop) =>
        reads.Ask(BinanceReads.Open("/fapi/v1/exchangeInfo", "", 1), info => BinanceInstruments.Read(info, universe), stop);

    public void StartMarketData(IVenueListener listener)
    {
        if (feed is not null) throw new InvalidOperationException("market data was started already");
        StartClock(listener);
        feed = new BinanceFeed(options, universe, rest, reads, sockets, clock, seed, listener, logger);
        feed.Start();
    }

    public void StartPrivate(IVenueListener listener)
    {
        if (user is not null) throw new InvalidOperationException("the private stream was started already");
        StartClock(listener);
        var told = new BinanceTold(listener, names);
        var events = new BinanceUserEvents(told, new BinanceFollowUp(history, account, told, clock, stopping.Token));
        var catchUp = new BinanceCatchUp(options, orders, history, account, universe, told, time);
        user = new BinanceUserStream(options, rest, catchUp, events, sockets, clock, seed + 2, listener, logger);
        user.Start();
    }

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop) =>
        account.Configure(instrument, marginMode, leverage, stop);

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop) => account.Fees(instrument, stop);

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) => account.Read(stop);

    public ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop) => orders.Submit(order, stop);

    public ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop) => orders.Cancel(instrument, id, stop);

    public Task<VenueAnswer<int>> CancelAll(CancellationToken stop) => orders.CancelAll(stop);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => orders.Read(instrument, id, stop);

    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => orders.Open(stop);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        history.Fills(instrument.VenueSymbol, since, stop);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => history.Funding(since, stop);

    public void RequestBook(int pair) => feed?.RequestBook(pair);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        if (feed is not null) await feed.DisposeAsync();
        if (user is not null) await user.DisposeAsync();
        await Task.WhenAll(loops);
        rest.Dispose();
    }

    /// <summary>Whichever stream is started first hears the clock.</summary>
    private void StartClock(IVenueListener listener)
    {
        if (loops.Count == 0) loops.Add(venueClock.Run(options.ClockEvery, listener.OnClock, stopping.Token));
    }
}
