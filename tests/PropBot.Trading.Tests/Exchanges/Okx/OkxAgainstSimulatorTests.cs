using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

/// <summary>The connector and the simulated venue share no wire code; what they agree on here is what the venue's document says.</summary>
public class OkxAgainstSimulatorTests
{
    [Fact]
    public async Task the_account_is_configured_and_read_back_with_its_fees()
    {
        await using var stage = await OkxSimulatorStage.Start();
        var btc = await stage.Btc();
        var settings = Got(await stage.Okx.Configure(btc, "isolated", 3m, CancellationToken.None));
        Assert.Equal((true, "isolated", 3m, true, (bool?)false), (settings.OneWayMode, settings.MarginMode, settings.Leverage, settings.CanTrade, settings.CanWithdraw));
        Assert.NotEmpty(settings.AccountId);

        var profile = stage.Venues.World.Okx.Profile;
        Assert.Equal(new FeeRates(profile.MakerRate, profile.TakerRate), Got(await stage.Okx.ReadFees(btc, CancellationToken.None)));
        Assert.Equal(stage.Venues.World.Okx.Account().Wallet, Got(await stage.Okx.ReadAccount(CancellationToken.None)).Balances.Single(b => b.Currency == "USDT").Wallet);
        Assert.Empty(Got(await stage.Okx.ReadOpenOrders(CancellationToken.None)));
        Assert.Equal(0, Got(await stage.Okx.CancelAll(CancellationToken.None)));
        Assert.Empty(Got(await stage.Okx.ReadFunding(TimeProvider.System.GetUtcNow().AddDays(-1), CancellationToken.None)));
    }

    [Fact]
    public async Task prices_books_marks_and_the_clock_arrive_and_the_book_chain_has_no_gap()
    {
        await using var stage = await OkxSimulatorStage.Start();
        stage.Okx.StartMarketData(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Up), "the public link is up");
        await Condition.Holds(
            () => Enumerable.Range(0, 3).All(pair => stage.Heard.Of<TopUpdate>().Any(t => t.Pair == pair && t.Bid.IsSet && t.Bid < t.Ask)
                && stage.Heard.Of<DepthUpdate>().Count(d => d.Pair == pair) > 3
                && stage.Heard.Of<MarkUpdate>().Any(m => m.Pair == pair && m.Mark is not null)
                && stage.Heard.Of<MarkUpdate>().Any(m => m.Pair == pair && m.FundingRate is not null && m.NextFunding is not null && m.FundingInterval is not null))
                && stage.Heard.Of<ClockReading>().Count > 0,
            "every channel of every pair has spoken");

        stage.Okx.RequestBook(0);
        await Condition.Holds(() => stage.Heard.Of<DepthUpdate>().Count(d => d is { Pair: 0, IsSnapshot: true }) == 2, "a second snapshot of BTC");
        for (var pair = 0; pair < 3; pair++) AssertChained([.. stage.Heard.Of<DepthUpdate>().Where(d => d.Pair == pair)]);
        Assert.InRange(stage.Heard.Of<ClockReading>()[^1].Offset.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task case_16_a_round_trip_of_orders_agrees_with_the_venues_own_books_to_the_last_digit()
    {
        await using var stage = await OkxSimulatorStage.Start();
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        var btc = await stage.Up();
        var before = stage.Venues.World.Okx.Account().Wallet;
        var (opening, _) = await stage.Traded(btc, Side.Buy, 0.02m, reduceOnly: false);
        await Condition.Holds(() => stage.Heard.Of<PositionFact>().Any(p => p.SignedQuantity == 0.02m), "the position is pushed in base coin");
        await stage.Traded(btc, Side.Sell, 0.02m, reduceOnly: true);
        await Condition.Holds(() => stage.Heard.Of<PositionFact>().LastOrDefault(p => p.Symbol == "BTCUSDT")?.SignedQuantity == 0m, "the position is flat");

        var order = Assert.IsType<OrderAnswer.Found>(await stage.Okx.ReadOrder(btc, opening, CancellationToken.None)).Order;
        Assert.Equal((VenueOrderStatus.Filled, 0.02m, opening.Value), (order.Status, order.Filled.Value, order.Id));
        var fills = Got(await stage.Okx.ReadFills(btc, since, CancellationToken.None));
        Assert.Equal(fills.Select(f => (f.TradeId, f.Side, f.Price, f.Quantity, f.Fee)), stage.Heard.Of<Fill>().Select(f => (f.TradeId, f.Side, f.Price, f.Quantity, f.Fee)));
        var gained = fills.Sum(f => (f.VenueRealisedPnl?.Amount ?? 0m) - f.Fee.Amount);
        Assert.Equal(stage.Venues.World.Okx.Account().Wallet - before, gained);
        Assert.Equal(gained, fills.Sum(f => -f.Side.Sign() * f.Price.Value * f.Quantity.Value - f.Fee.Amount));
        Assert.IsType<OrderAnswer.NotFound>(await stage.Okx.ReadOrder(btc, new ClientOrderId("neverSent"), CancellationToken.None));
    }

    [Fact]
    public async Task an_order_beyond_the_market_ends_unfilled_and_a_close_of_nothing_is_refused()
    {
        await using var stage = await OkxSimulatorStage.Start();
        var btc = await stage.Up();
        var (id, reply) = await stage.Place(btc, Side.Buy, 0.02m, -0.01m, reduceOnly: false);
        Assert.IsType<OrderReply.Accepted>(reply);
        await Condition.Holds(() => stage.Heard.Of<OrderUpdate>().Any(o => o.Id == id.Value && o.Status == VenueOrderStatus.Ended), "the order ends");
        var ended = stage.Heard.Of<OrderUpdate>().Single(o => o.Id == id.Value && o.Status == VenueOrderStatus.Ended);
        Assert.Equal((0m, "ioc_remainder"), (ended.Filled.Value, ended.EndReason));

        var (_, closing) = await stage.Place(btc, Side.Sell, 0.02m, -0.01m, reduceOnly: true);
        Assert.Equal(RefusalKind.ReduceOnlyNothingToReduce, Assert.IsType<OrderReply.Refused>(closing).Why.Kind);
        Assert.IsType<OrderReply.Refused>(await stage.Okx.Cancel(btc, id, CancellationToken.None));
    }

    [Fact]
    public async Task case_58_what_happens_while_the_line_is_broken_is_told_before_it_is_up_again()
    {
        await using var stage = await OkxSimulatorStage.Start(ordersByRest: true);
        var btc = await stage.Up();
        stage.BreakPrivate();
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "the line is down");
        var (id, reply) = await stage.Place(btc, Side.Sell, 0.03m, 0.01m, reduceOnly: false);
        Assert.IsType<OrderReply.Accepted>(reply);
        await Condition.Holds(() => stage.Heard.Of<LinkChange>().Count(l => l is { Kind: LinkKind.Private, Event: LinkEvent.Up }) == 2, "the line is up again");

        var untilUp = stage.Heard.All.Take(stage.Heard.All.ToList().FindLastIndex(f => f is LinkChange { Kind: LinkKind.Private, Event: LinkEvent.Up })).ToList();
        Assert.Equal(0.03m, untilUp.OfType<Fill>().Where(f => f.OrderId == id.Value).Sum(f => f.Quantity.Value));
        Assert.Equal(-0.03m, untilUp.OfType<PositionFact>().Last(p => p.Symbol == "BTCUSDT").SignedQuantity);
        Assert.Equal(stage.Heard.Of<Fill>().Count, stage.Heard.Of<Fill>().DistinctBy(f => (f.TradeId, f.Side)).Count());
    }

    [Fact]
    public async Task a_wrong_key_is_told_and_never_up()
    {
        await using var stage = await OkxSimulatorStage.Start();
        await using var stranger = new OkxExchange(
            stage.Options, new PairUniverse(["BTCUSDT"]), new Stranger(), stage.Http, new ClientWebSocketFactory(), TimeProvider.System, seed: 3, NullLogger.Instance);
        stranger.StartPrivate(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "the login is refused");
        Assert.Contains("600", stage.Heard.Of<LinkChange>().First(l => l.Event == LinkEvent.Down).Detail, StringComparison.Ordinal);
        Assert.IsType<VenueAnswer<AccountState>.Unreadable>(await stranger.ReadAccount(CancellationToken.None));
    }

    private static void AssertChained(DepthUpdate[] updates)
    {
        Assert.True(updates[0].IsSnapshot);
        for (var i = 1; i < updates.Length; i++)
            if (!updates[i].IsSnapshot) Assert.Equal(updates[i - 1].LastId, updates[i].PreviousId);
    }

    internal static T Got<T>(VenueAnswer<T> answer) => answer is VenueAnswer<T>.Got got ? got.Value : throw new Xunit.Sdk.XunitException(answer.ToString());

    private sealed class Stranger : ICredentialSource
    {
        public Credential For(Venue venue) => new("paper-key", "wrong", "paper-passphrase");
    }
}
