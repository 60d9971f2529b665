using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Bench;

/// <summary>
/// A venue that only exists as a recording: market data comes from the file, orders never reach it (a replay runs in DRY_RUN, so fills
/// are simulated from the book by the desk itself).
/// </summary>
internal sealed class RecordedVenue(Venue venue, string symbol, decimal takerFee, TimeProvider clock) : IExchange
{
    public Venue Venue => venue;

    public int OrderRoom(Instrument instrument) => 300;

    public Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop) => Got(new ClockReading(venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), clock.GetUtcNow()));

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop) => Got<IReadOnlyList<Instrument>>(
        [new(venue, symbol, symbol, new Price(0.1m), new Quantity(0.001m), new Quantity(0.001m), new Quantity(1_000m), Money.OfUsdt(100m), InstrumentStatus.Trading)]);

    public void StartMarketData(IVenueListener listener)
    {
        var now = clock.GetUtcNow();
        listener.OnLink(new LinkChange(venue, LinkKind.Public, LinkEvent.Up, "", now));
        listener.OnMark(new MarkUpdate(venue, 0, null, 0.0001m, now.AddHours(8), TimeSpan.FromHours(8), now));
        Tick(listener);
    }

    /// <summary>What a live venue tells all the time: its clock.</summary>
    public void Tick(IVenueListener listener) => listener.OnClock(new ClockReading(venue, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), clock.GetUtcNow()));

    public void StartPrivate(IVenueListener listener) => listener.OnLink(new LinkChange(venue, LinkKind.Private, LinkEvent.Up, "", clock.GetUtcNow()));

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop) =>
        Got(new AccountSettings(true, marginMode, leverage, true, false, "recording"));

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop) => Got(new FeeRates(0.0002m, takerFee));

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) =>
        Got(new AccountState([new BalanceFact(venue, Money.Usdt, 100_000m, 100_000m, 100_000m, 0m, clock.GetUtcNow())], []));

    public ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop) => throw new InvalidOperationException("a replay sends no orders");

    public ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop) => throw new InvalidOperationException("a replay cancels no orders");

    public Task<VenueAnswer<int>> CancelAll(CancellationToken stop) => Got(0);

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => Task.FromResult<OrderAnswer>(new OrderAnswer.NotFound());

    public Task<OrderAnswer> ReadOrder(Instrument instrument, string venueOrderId, CancellationToken stop) => Task.FromResult<OrderAnswer>(new OrderAnswer.NotFound());

    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => Got<IReadOnlyList<OrderUpdate>>([]);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) => Got<IReadOnlyList<Fill>>([]);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => Got<IReadOnlyList<FundingPayment>>([]);

    public Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop) => Got<IReadOnlyList<WalletTransfer>>([]);

    // The recording holds its own snapshot; until it comes the book is incomplete and nothing opens.
    public void RequestBook(int pair)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task<VenueAnswer<T>> Got<T>(T value) => Task.FromResult<VenueAnswer<T>>(new VenueAnswer<T>.Got(value));
}
