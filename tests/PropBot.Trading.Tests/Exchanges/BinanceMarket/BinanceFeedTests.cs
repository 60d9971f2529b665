using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.BinanceMarket;

public sealed class BinanceFeedTests : IAsyncDisposable
{
    private readonly BinanceStage stage = new();

    public BinanceFeedTests() => stage.Http
        .On("GET /fapi/v1/fundingInfo", """[{"symbol":"ETHUSDT","adjustedFundingRateCap":"0.025","adjustedFundingRateFloor":"-0.025","fundingIntervalHours":4,"disclaimer":false}]""")
        .On("GET /fapi/v1/premiumIndex", r => FakeHttp.Json($$"""{"symbol":"{{r["symbol"]}}","markPrice":"11793.63","indexPrice":"1","lastFundingRate":"0.00038246","nextFundingTime":1597392000000,"time":1597370495002}"""))
        .On("GET /fapi/v1/depth", BinanceSamples.Snapshot);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task each_class_of_streams_is_asked_for_on_its_own_address()
    {
        var (quotes, marks) = await Open();
        Assert.Equal(["""{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@depth@100ms","ethusdt@bookTicker","ethusdt@depth@100ms"],"id":1}"""], quotes.Sent);
        Assert.Equal(["""{"method":"SUBSCRIBE","params":["!contractInfo","btcusdt@markPrice@1s","ethusdt@markPrice@1s"],"id":1}"""], marks.Sent);
    }

    [Fact]
    public async Task the_link_is_up_when_every_symbol_of_both_sockets_has_data()
    {
        var (quotes, marks) = await Open();
        Push(quotes, BinanceSamples.BookTicker, "BTCUSDT", "ETHUSDT");
        Push(marks, BinanceSamples.Mark, "BTCUSDT");
        await Condition.Holds(() => stage.Told.Tops.Count == 2 && stage.Told.Marks.Count >= 3, "data was told");
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Up);
        Push(marks, BinanceSamples.Mark, "ETHUSDT");
        await stage.Told.Until(LinkKind.Public, LinkEvent.Up);
    }

    [Fact]
    public async Task an_acknowledgement_alone_proves_nothing_and_with_first_data_it_does()
    {
        var (quotes, marks) = await Open();
        foreach (var socket in new[] { quotes, marks }) socket.Push("""{"result":null,"id":1}""");
        Push(quotes, BinanceSamples.Depth, "ETHUSDT");
        await Condition.Holds(() => stage.Told.Depths.Count == 1, "depth was told");
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Up);
        Push(marks, BinanceSamples.Mark, "ETHUSDT");
        await stage.Told.Until(LinkKind.Public, LinkEvent.Up);
    }

    [Fact]
    public async Task what_is_told_is_in_our_words_with_our_time_of_receipt()
    {
        var (quotes, _) = await Open();
        Push(quotes, BinanceSamples.BookTicker, "ETHUSDT");
        await Condition.Holds(() => stage.Told.Tops.Count == 1, "the top was told");
        var top = stage.Told.Tops[0];
        Assert.Equal((1, 25.3519m, 25.3652m, 400900217), (top.Pair, top.Bid.Value, top.Ask.Value, top.Sequence));
        Assert.Equal((DateTimeOffset.FromUnixTimeMilliseconds(1568014460893), stage.Clock.GetUtcNow()), (top.VenueTime, top.ReceivedAt));
    }

    [Fact]
    public async Task case_53_funding_is_told_once_by_rest_with_its_interval_and_then_by_the_stream()
    {
        var (_, marks) = await Open();
        await Condition.Holds(() => stage.Told.Marks.Count == 2, "both premiums were told");
        Assert.Equal([TimeSpan.FromHours(8), TimeSpan.FromHours(4)], stage.Told.Marks.Select(mark => mark.FundingInterval));
        Assert.Equal((11793.63m, 0.00038246m), (stage.Told.Marks[0].Mark!.Value.Value, stage.Told.Marks[0].FundingRate));
        Push(marks, BinanceSamples.Mark, "ETHUSDT");
        await Condition.Holds(() => stage.Told.Marks.Count == 3, "the stream's mark was told");
        var told = stage.Told.Marks[2];
        Assert.Equal((0.00038167m, TimeSpan.FromHours(4)), (told.FundingRate, told.FundingInterval));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1562306400000), told.NextFunding);
    }

    [Fact]
    public async Task case_50_mark_prices_that_stay_away_take_the_link_down_although_quotes_flow()
    {
        var (quotes, marks) = await Open();
        Push(quotes, BinanceSamples.BookTicker, "BTCUSDT", "ETHUSDT");
        Push(marks, BinanceSamples.Mark, "BTCUSDT", "ETHUSDT");
        await stage.Told.Until(LinkKind.Public, LinkEvent.Up);
        for (var second = 1; second <= 10; second++)
        {
            Push(quotes, BinanceSamples.BookTicker, "BTCUSDT");
            await Condition.Holds(() => stage.Told.Tops.Count == 2 + second, "a quote was read");
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await stage.Told.Until(LinkKind.Public, LinkEvent.Down);
        Assert.StartsWith("market: silent", stage.Told.Links.Last(link => link.Event == LinkEvent.Down).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task after_a_break_the_link_is_up_again_only_with_new_data()
    {
        var (quotes, marks) = await Open();
        Push(quotes, BinanceSamples.BookTicker, "BTCUSDT", "ETHUSDT");
        Push(marks, BinanceSamples.Mark, "BTCUSDT", "ETHUSDT");
        await stage.Told.Until(LinkKind.Public, LinkEvent.Up);
        quotes.Break();
        await stage.Told.Until(LinkKind.Public, LinkEvent.Down);
        await stage.BackOff();
        var again = await stage.Sockets.Await(1, "/public");
        Assert.Single(stage.Told.Links, link => link.Event == LinkEvent.Up);
        Push(again, BinanceSamples.BookTicker, "BTCUSDT", "ETHUSDT");
        await stage.Told.Until(LinkKind.Public, LinkEvent.Up, times: 2);
    }

    [Fact]
    public async Task a_book_is_fetched_on_request_and_repeated_until_it_comes()
    {
        await Open();
        stage.Http.OnEach("GET /fapi/v1/depth", (503, ""), (200, "garbage"), (200, BinanceSamples.Snapshot));
        stage.Exchange.RequestBook(1);
        stage.Exchange.RequestBook(1);
        for (var asked = 1; asked < 3; asked++)
        {
            await Condition.Holds(() => stage.Http.To("GET /fapi/v1/depth").Count == asked, "asked");
            await Task.Yield();
            await Condition.Holds(() => stage.Told.Depths.Count > 0 || AdvanceAndAsk(asked), "asked again");
        }

        await Condition.Holds(() => stage.Told.Depths.Count == 1, "the book was told");
        var book = stage.Told.Depths[0];
        Assert.Equal((true, 1, 1027024), (book.IsSnapshot, book.Pair, book.LastId));
        Assert.Equal(("ETHUSDT", "1000"), (stage.Http.To("GET /fapi/v1/depth")[0]["symbol"], stage.Http.To("GET /fapi/v1/depth")[0]["limit"]));
        Assert.Equal(3, stage.Http.To("GET /fapi/v1/depth").Count);
    }

    [Fact]
    public async Task clock_readings_are_told_again_and_again()
    {
        stage.VenueAhead = TimeSpan.FromMilliseconds(120);
        await Open();
        await Condition.Holds(() => stage.Told.Clocks.Count == 1, "first reading");
        await Condition.Holds(() =>
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
            return stage.Told.Clocks.Count >= 2;
        }, "second reading");
        Assert.All(stage.Told.Clocks, reading => Assert.Equal(TimeSpan.FromMilliseconds(120), reading.Offset));
    }

    private bool AdvanceAndAsk(int asked)
    {
        stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
        return stage.Http.To("GET /fapi/v1/depth").Count > asked;
    }

    private async Task<(FakeSocket Quotes, FakeSocket Marks)> Open()
    {
        stage.Exchange.StartMarketData(stage.Told);
        var (quotes, marks) = (await stage.Sockets.Await(0, "/public/stream"), await stage.Sockets.Await(0, "/market/stream"));
        await Condition.Holds(() => quotes.Sent.Count == 1 && marks.Sent.Count == 1, "subscribed");
        await Condition.Holds(() => stage.Told.Marks.Count == 2, "both premiums were told");
        return (quotes, marks);
    }

    private static void Push(FakeSocket socket, string message, params string[] symbols)
    {
        foreach (var symbol in symbols) socket.Push($$"""{"stream":"x","data":{{message.Replace("BTCUSDT", symbol, StringComparison.Ordinal)}}}""");
    }
}
