using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator;

namespace PropBot.Trading.Tests.Exchanges.Binance;

/// <summary>The real connector against the real skin of the simulated venue over loopback: the two share no wire code.</summary>
public sealed class AgainstTheSimulatedVenueTests : IAsyncLifetime, ICredentialSource, IWebSocketFactory
{
    private readonly ClientWebSocketFactory realSockets = new();
    private readonly ConcurrentQueue<(Uri Address, WebSocket Socket)> opened = new();
    private readonly HttpMessageHandler handler = NetworkDoor.CreateHttp();
    private readonly ToldFacts told = new();
    private SimulatedVenues venues = null!;
    private BinanceExchange exchange = null!;
    private Credential credential = new("paper-key", "paper-secret", "");
    private int orders;

    public async Task InitializeAsync()
    {
        venues = await SimulatedVenues.Start(new SimulatorOptions(Seed: 7), TimeProvider.System, CancellationToken.None);
        var options = new BinanceOptions { RestUrl = venues.BinanceUrl, StreamUrl = venues.BinanceUrl.Replace("http", "ws", StringComparison.Ordinal), SecondLookAfter = TimeSpan.FromMilliseconds(300) };
        exchange = Connector(options);
    }

    public async Task DisposeAsync()
    {
        await exchange.DisposeAsync();
        handler.Dispose();
        await venues.DisposeAsync();
    }

    [Fact]
    public async Task instruments_quotes_books_marks_and_the_clock_arrive_and_the_chain_of_differences_holds()
    {
        var instruments = Got(await exchange.ReadInstruments(CancellationToken.None));
        Assert.Equal(["BTCUSDT", "ETHUSDT"], instruments.Select(instrument => instrument.Symbol));
        Assert.All(instruments, instrument => Assert.True(instrument is { Status: InstrumentStatus.Trading, Tick.Value: > 0m, Lot.Value: > 0m, MinNotional.Amount: > 0m }));
        exchange.StartMarketData(told);
        await told.Until(LinkKind.Public, LinkEvent.Up);
        exchange.RequestBook(0);
        await Condition.Holds(() => told.Depths.Any(depth => depth.IsSnapshot), "the book came");
        var snapshot = told.Depths.First(depth => depth.IsSnapshot);
        await Condition.Holds(() => told.Depths.Count(depth => depth is { IsSnapshot: false, Pair: 0 } && depth.LastId > snapshot.LastId) > 5, "differences came");
        var differences = told.Depths.Where(depth => depth is { IsSnapshot: false, Pair: 0 }).ToArray();
        Assert.All(differences.Zip(differences.Skip(1)), link => Assert.Equal(link.First.LastId, link.Second.PreviousId));
        Assert.True(snapshot.BidCount > 5 && snapshot.Bids[0].Price < snapshot.Asks[0].Price);
        Assert.Equal((0, 1), (told.Tops.Min(top => top.Pair), told.Tops.Max(top => top.Pair)));
        Assert.All(told.Tops, top => Assert.True(top.Bid < top.Ask && !top.BidQuantity.IsZero));
        await Condition.Holds(() => told.Marks.Any(mark => mark is { Mark: not null, FundingRate: not null, NextFunding: not null, FundingInterval: not null }), "a mark with funding came");
        Assert.InRange(told.Clocks[^1].Offset.TotalMilliseconds, -50, 50);
    }

    [Fact]
    public async Task a_round_trip_is_told_once_and_equals_the_venues_own_books()
    {
        var btc = await Ready();
        var settings = Got(await exchange.Configure(btc, "isolated", 5m, CancellationToken.None));
        Assert.True(settings is { OneWayMode: true, MarginMode: "isolated", Leverage: 5m, CanTrade: true, AccountId.Length: > 0 }, $"{settings}");
        var fees = Got(await exchange.ReadFees(btc, CancellationToken.None));
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var buy = Order(btc, Side.Buy, 0.010m);
        var number = Assert.IsType<OrderReply.Accepted>(await exchange.Place(buy, CancellationToken.None)).VenueOrderId;
        var end = await End(buy.Id);
        Assert.Equal((VenueOrderStatus.Filled, number, 0.010m), (end.Status, end.VenueOrderId, end.Filled.Value));
        Assert.Equal(0.010m, Got(await exchange.ReadAccount(CancellationToken.None)).Positions.Single(p => p.Symbol == "BTCUSDT").SignedQuantity);
        var found = Assert.IsType<OrderAnswer.Found>(await exchange.ReadOrder(btc, buy.Id, CancellationToken.None)).Order;
        Assert.Equal((VenueOrderStatus.Filled, end.Filled, buy.Id.Value), (found.Status, found.Filled, found.Id));
        var sell = Order(btc, Side.Sell, 0.010m) with { ReduceOnly = true };
        Assert.IsType<OrderReply.Accepted>(await exchange.Place(sell, CancellationToken.None));
        Assert.Equal(VenueOrderStatus.Filled, (await End(sell.Id)).Status);
        var read = Got(await exchange.ReadFills(btc, since, CancellationToken.None));
        Assert.Equal(told.Fills.Select(fill => (fill.TradeId, fill.OrderId, fill.Price, fill.Quantity, fill.Fee)), read.Select(fill => (fill.TradeId, fill.OrderId, fill.Price, fill.Quantity, fill.Fee)));
        Assert.Equal(told.Fills.Count, told.Fills.Select(fill => fill.TradeId).Distinct().Count());
        Assert.All(read, fill => Assert.Equal(fill.Price.Value * fill.Quantity.Value * fees.Taker, fill.Fee.Amount));
        var header = venues.World.Binance.Header();
        var account = Got(await exchange.ReadAccount(CancellationToken.None));
        var realised = read.Sum(fill => -fill.Fee.Amount + (fill.Side == Side.Sell ? 1 : -1) * fill.Price.Value * fill.Quantity.Value);
        Assert.Equal(header.Wallet, account.Balances.Single(b => b.Currency == "USDT").Wallet);
        Assert.Equal(header.Deposits + realised, header.Wallet);
        Assert.All(account.Positions, position => Assert.Equal(0m, position.SignedQuantity));
    }

    [Fact]
    public async Task an_order_beyond_the_market_ends_unfilled_and_one_nobody_sent_is_not_found()
    {
        var btc = await Ready();
        var low = Order(btc, Side.Buy, 0.010m);
        low = low with { Limit = new Price(Decimals.FloorTo(low.Limit.Value * 0.97m, btc.Tick.Value)) };
        Assert.IsType<OrderReply.Accepted>(await exchange.Place(low, CancellationToken.None));
        var end = await End(low.Id);
        Assert.Equal((VenueOrderStatus.Ended, 0m, "ioc_remainder"), (end.Status, end.Filled.Value, end.EndReason));
        Assert.Empty(told.Fills);
        Assert.Equal("-2011", Assert.IsType<OrderReply.Refused>(await exchange.Cancel(btc, low.Id, CancellationToken.None)).Why.Code);
        Assert.IsType<OrderAnswer.NotFound>(await exchange.ReadOrder(btc, new ClientOrderId("NobodySentThis"), CancellationToken.None));
        Assert.Equal(0, Assert.IsType<VenueAnswer<int>.Got>(await exchange.CancelAll(CancellationToken.None)).Value);
    }

    [Fact]
    public async Task the_venues_own_refusals_keep_their_meaning()
    {
        var btc = await Ready();
        var blind = btc with { MinNotional = Money.OfUsdt(0m), Lot = new Quantity(0.00001m), Tick = new Price(0.00001m) };
        Assert.Equal(RefusalKind.TooSmall, await Refusal(Order(btc, Side.Buy, 0.001m) with { Instrument = blind }));
        Assert.Equal(RefusalKind.BadParameter, await Refusal(Order(btc, Side.Buy, 0.01001m) with { Instrument = blind }));
        Assert.Equal(RefusalKind.ReduceOnlyNothingToReduce, await Refusal(Order(btc, Side.Sell, 0.010m) with { ReduceOnly = true }));
        credential = credential with { Secret = "another" };
        Assert.Equal(RefusalKind.NotAuthorised, await Refusal(Order(btc, Side.Buy, 0.010m)));
        Assert.Empty(venues.World.Binance.Orders());
    }

    [Fact]
    public async Task what_was_filled_while_the_private_socket_was_dead_is_told_once_after_the_reconnect()
    {
        var btc = await Ready();
        opened.Last(o => o.Address.AbsolutePath.StartsWith("/private", StringComparison.Ordinal)).Socket.Abort();
        var buy = Order(btc, Side.Buy, 0.010m);
        Assert.IsType<OrderReply.Accepted>(await exchange.Place(buy, CancellationToken.None));
        await told.Until(LinkKind.Private, LinkEvent.Up, times: 2);
        await Condition.Holds(() => told.Fills.Sum(fill => fill.Quantity.Value) == 0.010m, "the fill was told");
        Assert.All(told.Fills, fill => Assert.Equal(buy.Id.Value, fill.OrderId));
        Assert.Equal(0.010m, told.Positions.Last(position => position.Symbol == "BTCUSDT").SignedQuantity);
        var after = Order(btc, Side.Sell, 0.010m) with { ReduceOnly = true };
        Assert.IsType<OrderReply.Accepted>(await exchange.Place(after, CancellationToken.None));
        await End(after.Id);
        Assert.Equal(0.020m, told.Fills.Sum(fill => fill.Quantity.Value));
    }

    Credential ICredentialSource.For(Venue venue) => credential;

    async Task<WebSocket> IWebSocketFactory.Connect(Uri address, CancellationToken stop)
    {
        var socket = await realSockets.Connect(address, stop);
        opened.Enqueue((address, socket));
        return socket;
    }

    private BinanceExchange Connector(BinanceOptions options) =>
        new(options, new PairUniverse(["BTCUSDT", "ETHUSDT"]), this, handler, this, TimeProvider.System, seed: 7, NullLogger.Instance);

    private async Task<Instrument> Ready()
    {
        exchange.StartMarketData(told);
        exchange.StartPrivate(told);
        await told.Until(LinkKind.Private, LinkEvent.Up);
        await Condition.Holds(() => told.Tops.Any(top => top.Pair == 0), "a quote came");
        return Got(await exchange.ReadInstruments(CancellationToken.None))[0];
    }

    /// <summary>Half a percent through the market, so that it fills.</summary>
    private OrderRequest Order(Instrument instrument, Side side, decimal quantity)
    {
        var top = told.Tops.Last(t => t.Pair == 0);
        var limit = side == Side.Buy ? Decimals.CeilingTo(top.Ask.Value * 1.005m, instrument.Tick.Value) : Decimals.FloorTo(top.Bid.Value * 0.995m, instrument.Tick.Value);
        var id = new ClientOrderId($"T{Interlocked.Increment(ref orders)}");
        return new OrderRequest(id, instrument, side, new Quantity(quantity), new Price(limit), false, TimeProvider.System.GetUtcNow().AddSeconds(2));
    }

    private async Task<OrderUpdate> End(ClientOrderId id)
    {
        await Condition.Holds(() => told.Orders.Any(order => order.Id == id.Value && order.Status >= VenueOrderStatus.Filled), $"the end of {id}");
        return told.Orders.Last(order => order.Id == id.Value);
    }

    private async Task<RefusalKind> Refusal(OrderRequest order) => Assert.IsType<OrderReply.Refused>(await exchange.Place(order, CancellationToken.None)).Why.Kind;

    private static T Got<T>(VenueAnswer<T> answer) => Assert.IsType<VenueAnswer<T>.Got>(answer).Value;
}
