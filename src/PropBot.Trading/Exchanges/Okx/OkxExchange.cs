using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Exchanges.OkxStreams;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// OKX v5 perpetual swaps (linear, USDT-settled) as an <see cref="IExchange"/>. Everything said and taken is base coin; contracts exist
/// only on the wire. Source: reference wire-protocols §2.
/// </summary>
public sealed class OkxExchange : IExchange
{
    private readonly OkxOptions options;
    private readonly TimeProvider clock;
    private readonly int seed;
    private readonly ILogger logger;
    private readonly OkxAccess access;
    private readonly OkxQueries queries;
    private readonly OkxRest rest;
    private readonly OkxOrderEntry orders;
    private readonly OkxOrderSocket orderSocket;
    private readonly OkxCancelAll cancelAll;
    private readonly OkxDeadMan deadMan;
    private readonly OkxSettings settings;
    private readonly OkxStatusPage statusPage;
    private readonly CancellationTokenSource stopping = new();
    private OkxFeed? feed;
    private OkxUserStream? userStream;
    private OkxInstrumentWatch? instruments;
    private Task? sampling;

    public OkxExchange(
        OkxOptions options, PairUniverse universe, ICredentialSource credentials, HttpMessageHandler handler, IWebSocketFactory sockets,
        TimeProvider clock, int seed, ILogger logger)
    {
        (this.options, this.clock, this.seed, this.logger) = (options, clock, seed, logger);
        var offset = new ClockOffset(Venue.Okx);
        var contracts = new OkxContracts(universe);
        var reactions = new OkxReactions(new OkxLanes(clock, seed), new OkxKeyGuard(credentials, options.Demo), logger);
        rest = new OkxRest(options, credentials, handler, reactions, offset, clock);
        queries = new OkxQueries(contracts, rest, clock);
        access = new OkxAccess(options, contracts, queries, rest, credentials, offset, new OkxDoorman(clock, seed), sockets, clock);
        orderSocket = new OkxOrderSocket(access, unchecked(seed + 2), logger);
        orders = new OkxOrderEntry(contracts, rest, orderSocket, queries, clock) { Seen = LookAt };
        cancelAll = new OkxCancelAll(queries, rest);
        deadMan = new OkxDeadMan(rest, clock);
        settings = new OkxSettings(rest, orders);
        statusPage = new OkxStatusPage(options, rest);
        reactions.ReloadInstruments = () => instruments?.Reload();
        reactions.RefreshAccount = () => userStream?.Check();
    }

    public Venue Venue => Venue.Okx;

    public int OrderRoom(Instrument instrument) => rest.Lanes.OrderRoom(instrument.VenueSymbol);

    public async Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop) => await rest.SampleClock(stop) is { } reading
        ? new VenueAnswer<ClockReading>.Got(reading)
        : new VenueAnswer<ClockReading>.Unreadable("the venue does not tell its time");

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop) => queries.ReadInstruments(stop);

    public void StartMarketData(IVenueListener listener)
    {
        if (feed is not null) throw new InvalidOperationException("market data was started before");
        Begin(listener);
        feed = new OkxFeed(access, instruments!, listener, seed, logger);
        feed.Start();
    }

    public void StartPrivate(IVenueListener listener)
    {
        if (userStream is not null) throw new InvalidOperationException("the private stream was started before");
        Begin(listener);
        deadMan.TellTo(listener);
        userStream = new OkxUserStream(access, listener, unchecked(seed + 1), logger);
        userStream.Start();
        orderSocket.Start();
    }

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop) =>
        settings.Configure(instrument, marginMode, leverage, stop);

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop) => queries.ReadFees(instrument, stop);

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) => queries.ReadAccount(stop);

    public CallTally Calls => rest.Calls;

    public Task<VenueAnswer<IReadOnlyList<MaintenanceNotice>>> ReadMaintenance(CancellationToken stop) => statusPage.Read(stop);

    public async ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop)
    {
        var reply = await orders.Submit(order, stop);
        rest.Calls.Replied(reply);
        return reply;
    }

    public ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop) => orders.Cancel(instrument, id, stop);

    public Task<VenueAnswer<int>> CancelAll(CancellationToken stop) => cancelAll.Cancel(stop);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => queries.ReadOrder(instrument, id, stop);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, string venueOrderId, CancellationToken stop) =>
        queries.ReadOrder(instrument, $"ordId={Uri.EscapeDataString(venueOrderId)}", stop);

    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => queries.ReadOpenAndConditional(stop);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        queries.ReadFills(instrument, since, stop);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => queries.ReadFunding(since, stop);

    public Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop) => queries.ReadTransfers(since, stop);

    public void KeepDeadMan(IReadOnlyCollection<int> pairs) => deadMan.Keep(pairs.Count > 0);

    public void RequestBook(int pair) => feed?.RequestBook(pair);

    private void Begin(IVenueListener listener)
    {
        instruments ??= new OkxInstrumentWatch(access.Contracts, queries, listener, access.Offset, clock, seed);
        sampling ??= SampleClock(listener);
    }

    private void LookAt(OkxContract contract, OrderUpdate order) => _ = userStream?.Look(contract, order, stopping.Token);

    private async Task SampleClock(IVenueListener listener)
    {
        try
        {
            while (true)
            {
                if (await rest.SampleClock(stopping.Token) is { } reading) listener.OnClock(reading);
                await Task.Delay(options.ClockSampleEvery, clock, stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposal ends the sampling.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await deadMan.DisposeAsync();
        if (feed is not null) await feed.DisposeAsync();
        if (userStream is not null) await userStream.DisposeAsync();
        await orderSocket.DisposeAsync();
        if (instruments is not null) await instruments.DisposeAsync();
        if (sampling is not null) await sampling;
        rest.Dispose();
        stopping.Dispose();
    }
}
