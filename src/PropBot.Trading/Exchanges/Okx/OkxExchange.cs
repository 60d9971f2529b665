using Microsoft.Extensions.Logging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// OKX v5 perpetual swaps (linear, USDT-settled) as an <see cref="IExchange"/>. Everything said and taken is base coin; contracts exist
/// only on the wire. Source: reference wire-protocols §2.
/// </summary>
public sealed class OkxExchange : IExchange
{
    private readonly OkxOptions options;
    private readonly ICredentialSource credentials;
    private readonly IWebSocketFactory sockets;
    private readonly TimeProvider clock;
    private readonly int seed;
    private readonly ILogger logger;
    private readonly ClockOffset offset = new(Venue.Okx);
    private readonly OkxContracts contracts;
    private readonly OkxRest rest;
    private readonly OkxQueries queries;
    private readonly OkxOrderEntry orders;
    private readonly OkxSettings settings;
    private readonly CancellationTokenSource stopping = new();
    private OkxFeed? feed;
    private OkxUserStream? userStream;
    private Task? sampling;

    public OkxExchange(
        OkxOptions options, PairUniverse universe, ICredentialSource credentials, HttpMessageHandler handler, IWebSocketFactory sockets,
        TimeProvider clock, int seed, ILogger logger)
    {
        (this.options, this.credentials, this.sockets, this.clock, this.seed, this.logger) = (options, credentials, sockets, clock, seed, logger);
        contracts = new OkxContracts(universe);
        rest = new OkxRest(options, credentials, handler, new OkxLanes(clock), offset, clock);
        queries = new OkxQueries(contracts, rest, clock);
        orders = new OkxOrderEntry(options, contracts, rest, queries, clock);
        settings = new OkxSettings(options, rest, orders);
    }

    public Venue Venue => Venue.Okx;

    public async Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop) => await rest.SampleClock(stop) is { } reading
        ? new VenueAnswer<ClockReading>.Got(reading)
        : new VenueAnswer<ClockReading>.Unreadable("the venue does not tell its time");

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop) => queries.ReadInstruments(stop);

    public void StartMarketData(IVenueListener listener)
    {
        if (feed is not null) throw new InvalidOperationException("market data was started before");
        StartClock(listener);
        feed = new OkxFeed(options, contracts, queries, rest, listener, sockets, clock, seed, logger);
        feed.Start();
    }

    public void StartPrivate(IVenueListener listener)
    {
        if (userStream is not null) throw new InvalidOperationException("the private stream was started before");
        StartClock(listener);
        userStream = new OkxUserStream(options, contracts, queries, rest, credentials, offset, listener, sockets, clock, seed + 1, logger);
        userStream.Start();
    }

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop) =>
        settings.Configure(instrument, marginMode, leverage, stop);

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop) => queries.ReadFees(instrument, stop);

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) => queries.ReadAccount(stop);

    public ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop) => orders.Submit(order, stop);

    public ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop) => orders.Cancel(instrument, id, stop);

    public Task<VenueAnswer<int>> CancelAll(CancellationToken stop) => orders.CancelAll(stop);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => queries.ReadOrder(instrument, id, stop);

    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => queries.ReadOpenOrders(stop);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        queries.ReadFills(instrument, since, stop);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => queries.ReadFunding(since, stop);

    public void RequestBook(int pair) => feed?.RequestBook(pair);

    private void StartClock(IVenueListener listener) => sampling ??= SampleClock(listener);

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
        if (feed is not null) await feed.DisposeAsync();
        if (userStream is not null) await userStream.DisposeAsync();
        if (sampling is not null) await sampling;
        rest.Dispose();
        stopping.Dispose();
    }
}
