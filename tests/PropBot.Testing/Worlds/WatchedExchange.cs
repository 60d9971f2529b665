using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Worlds;

/// <summary>A real connector, with everything that is decided or learnt through it written into the log.</summary>
internal sealed class WatchedExchange(IExchange inner, DecisionLog log) : IExchange
{
    private readonly string word = inner.Venue.Word();

    public Venue Venue => inner.Venue;

    public CallTally? Calls => inner.Calls;

    public Task<VenueAnswer<IReadOnlyList<MaintenanceNotice>>> ReadMaintenance(CancellationToken stop) => inner.ReadMaintenance(stop);

    public int OrderRoom(Instrument instrument) => inner.OrderRoom(instrument);

    public void StartMarketData(IVenueListener listener) => inner.StartMarketData(new WatchedListener(listener, log));

    public void StartPrivate(IVenueListener listener) => inner.StartPrivate(new WatchedListener(listener, log));

    public async ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop)
    {
        log.Add($"{word} place {order.Id} {order.Side} {order.Quantity} {order.Instrument.Symbol} limit {order.Limit}{(order.ReduceOnly ? " reduce-only" : "")}");
        var reply = await inner.Place(order, stop);
        log.Add($"{word} reply {order.Id} {reply}");
        return reply;
    }

    public async ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        log.Add($"{word} cancel {id}");
        var reply = await inner.Cancel(instrument, id, stop);
        log.Add($"{word} cancel reply {id} {reply}");
        return reply;
    }

    public async Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        var answer = await inner.ReadOrder(instrument, id, stop);
        log.Add($"{word} asked {id} {answer}");
        return answer;
    }

    public async Task<OrderAnswer> ReadOrder(Instrument instrument, string venueOrderId, CancellationToken stop)
    {
        var answer = await inner.ReadOrder(instrument, venueOrderId, stop);
        log.Add($"{word} asked {venueOrderId} {answer}");
        return answer;
    }

    public async Task<VenueAnswer<int>> CancelAll(CancellationToken stop)
    {
        var answer = await inner.CancelAll(stop);
        log.Add($"{word} cancel all {answer}");
        return answer;
    }

    public Task<VenueAnswer<ClockReading>> ReadClock(CancellationToken stop) => inner.ReadClock(stop);

    public Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop) => inner.ReadInstruments(stop);

    public Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop) =>
        inner.Configure(instrument, marginMode, leverage, stop);

    public Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop) => inner.ReadFees(instrument, stop);

    public Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop) => inner.ReadAccount(stop);

    public Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop) => inner.ReadOpenOrders(stop);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        inner.ReadFills(instrument, since, stop);

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop) => inner.ReadFunding(since, stop);

    public Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop) => inner.ReadTransfers(since, stop);

    public void KeepDeadMan(IReadOnlyCollection<int> pairs)
    {
        log.Add($"{word} dead man on pairs [{string.Join(",", pairs)}]");
        inner.KeepDeadMan(pairs);
    }

    public void RequestBook(int pair) => inner.RequestBook(pair);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

internal sealed class WatchedListener(IVenueListener inner, DecisionLog log) : IVenueListener
{
    public void OnTop(in TopUpdate update) => inner.OnTop(update);

    public void OnDepth(DepthUpdate update) => inner.OnDepth(update);

    public void OnMark(in MarkUpdate update) => inner.OnMark(update);

    public void OnOrder(OrderUpdate update)
    {
        log.Add($"{update.Venue.Word()} order {update.Id} {update.VenueOrderId} {update.Status} {update.Filled} {update.EndReason}");
        inner.OnOrder(update);
    }

    public void OnFill(Fill fill)
    {
        log.Add($"{fill.Venue.Word()} fill {fill.TradeId} {fill.OrderId} {fill.Side} {fill.Quantity} {fill.Symbol} at {fill.Price} fee {fill.Fee}");
        inner.OnFill(fill);
    }

    public void OnPosition(PositionFact position) => inner.OnPosition(position);

    public void OnBalance(BalanceFact balance) => inner.OnBalance(balance);

    public void OnFunding(FundingPayment payment)
    {
        log.Add($"{payment.Venue.Word()} funding {payment.Id} {payment.Symbol} {payment.Amount}");
        inner.OnFunding(payment);
    }

    public void OnLink(LinkChange change)
    {
        log.Add($"{change.Venue.Word()} {change.Kind} link {change.Event} {change.Detail}");
        inner.OnLink(change);
    }

    public void OnClock(ClockReading reading) => inner.OnClock(reading);

    public void OnDeadMan(DeadManReading reading)
    {
        log.Add($"{reading.Venue.Word()} dead man pair {reading.Pair} fires at {reading.FiresAt:HH:mm:ss.fff} {reading.Trouble}");
        inner.OnDeadMan(reading);
    }

    public void OnInstrument(Instrument changed)
    {
        log.Add($"{changed.Venue.Word()} instrument {changed}");
        inner.OnInstrument(changed);
    }
}
