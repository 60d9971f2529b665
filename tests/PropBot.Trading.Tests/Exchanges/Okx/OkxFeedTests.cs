using System.Text.Json;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public sealed class OkxFeedTests : IAsyncDisposable
{
    private const string Public = "/ws/v5/public";
    private const string Books = "GET /api/v5/market/books";
    private readonly OkxStage stage = new();

    public OkxFeedTests()
    {
        stage.Sockets.OnOpened = socket => socket.OnSent = text => Answer(socket, text, withSnapshot: true);
        stage.Http.On(Books, """{"code":"0","msg":"","data":[{"asks":[["41006.8","0.60","0","1"]],"bids":[["41006.3","0.30","0","1"]],"ts":"1629966436396","seqId":3235851742}]}""");
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task it_is_up_when_every_subscription_is_acknowledged()
    {
        var socket = await Up();
        var arguments = JsonDocument.Parse(Assert.Single(socket.Sent)).RootElement.GetProperty("args").EnumerateArray().Select(a => a.GetRawText()).ToList();
        Assert.Equal(13, arguments.Count);
        Assert.Contains("""{"channel":"instruments","instType":"SWAP"}""", arguments);
        Assert.Contains("""{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"}""", arguments);
        Assert.Contains("""{"channel":"funding-rate","instId":"SOL-USDT-SWAP"}""", arguments);
        Assert.Equal("/ws/v5/public", socket.Address.AbsolutePath);
    }

    [Fact]
    public async Task a_refused_subscription_gives_the_connection_up_with_the_venues_words()
    {
        stage.Sockets.OnOpened = socket => socket.OnSent = _ => socket.Push("""{"event":"error","code":"60018","msg":"Wrong URL or channel","connId":"a"}""");
        stage.Venue.StartMarketData(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Down), "the link is given up");
        Assert.Contains("60018", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task without_instruments_it_does_not_connect_and_tries_again()
    {
        stage.Http.OnEach("GET /api/v5/public/instruments", (503, ""), (200, OkxStage.Instruments));
        stage.Venue.StartMarketData(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Down), "the first attempt fails");
        Assert.Empty(stage.Sockets.Opened);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Up), "the second attempt");
    }

    [Fact]
    public async Task case_48_after_a_gap_the_book_is_subscribed_anew_once_however_often_it_is_wished()
    {
        var socket = await Up();
        stage.Venue.RequestBook(0);
        stage.Venue.RequestBook(0);
        await Condition.Holds(() => socket.Sent.Count == 3, "the renewal");
        Assert.Equal("""{"op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USDT-SWAP"}]}""", socket.Sent[1]);
        Assert.Equal("""{"op":"subscribe","args":[{"channel":"books","instId":"BTC-USDT-SWAP"}]}""", socket.Sent[2]);
        await Condition.Holds(() => stage.Heard.Of<DepthUpdate>().Count(d => d.Pair == 0) == 2, "a second snapshot");
        stage.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(stage.Http.To(Books));
    }

    [Fact]
    public async Task case_49_a_snapshot_that_does_not_come_by_stream_is_read_by_rest()
    {
        stage.Sockets.OnOpened = socket => socket.OnSent = text => Answer(socket, text, withSnapshot: false);
        await Up();
        await Condition.Holds(() => stage.Clock.NextDue is not null, "the wait for a snapshot");
        await AdvanceUntil(() => stage.Heard.Of<DepthUpdate>().Count == 3);
        var book = stage.Heard.Of<DepthUpdate>().Single(d => d.Pair == 0);
        Assert.True(book.IsSnapshot);
        Assert.Equal(3235851742, book.LastId);
        Assert.Equal([new Level(41006.8m, 0.006m)], book.Asks[..book.AskCount]);
        Assert.Contains(stage.Http.To(Books), r => r.Query == "instId=BTC-USDT-SWAP&sz=400");
    }

    [Fact]
    public async Task case_50_a_feed_that_only_pongs_is_silent()
    {
        var socket = await Up();
        await AdvanceUntil(() => socket.Sent.Contains("ping") || stage.Sockets.Opened.Count > 1, () => socket.Push("pong"));
        await AdvanceUntil(() => stage.Heard.Of<LinkChange>().Any(l => l.Detail.Contains("silent", StringComparison.Ordinal)), () => socket.Push("pong"));
    }

    [Fact]
    public async Task case_56_the_notice_of_an_upgrade_moves_to_a_new_connection_without_a_gap()
    {
        var first = await Up();
        first.Push("""{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a4d3ae55"}""");
        var second = await stage.Sockets.Await(1, Public);
        await Condition.Holds(() => first.ClosedByClient || first.IsAborted, "the old connection is left");
        second.Push("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["3001","20","0","1"]],"bids":[["3000.5","10","0","1"]],"ts":"1597026383085","seqId":5}]}""");
        await Condition.Holds(() => stage.Heard.Of<TopUpdate>().Count == 1, "the new connection speaks");
        Assert.DoesNotContain(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Down);
        Assert.Single(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Up);
    }

    [Fact]
    public async Task during_a_renewal_a_book_is_told_from_the_connection_that_gave_its_last_snapshot()
    {
        var first = await Up();
        stage.Sockets.OnOpened = socket => socket.OnSent = text => Answer(socket, text, withSnapshot: true, exceptFor: "mark-price");
        first.Push("""{"event":"notice","code":"64008","msg":"soon closed","connId":"a"}""");
        var second = await stage.Sockets.Await(1, Public);
        await Condition.Holds(() => stage.Heard.Of<DepthUpdate>().Count(d => d.Pair == 0 && d.IsSnapshot) == 2, "the snapshot of the new connection");
        first.Push(Difference(1, 2, "1"));
        second.Push(Difference(1, 3, "3"));
        first.Push(Difference(2, 3, "1"));
        await Condition.Holds(() => first.IsDrained && second.IsDrained, "all is read");
        Assert.Equal([3L], stage.Heard.Of<DepthUpdate>().Where(d => !d.IsSnapshot).Select(d => d.LastId));
    }

    [Fact]
    public async Task case_49_a_gap_that_the_stream_does_not_heal_is_healed_by_rest_and_the_differences_that_waited()
    {
        var socket = await Up();
        socket.OnSent = text => Answer(socket, text, withSnapshot: false);
        stage.Venue.RequestBook(0);
        await Condition.Holds(() => socket.Sent.Count == 3, "the subscription anew");
        socket.Push(Difference(3235851740, 3235851744, "9", price: "41006.9"));
        await AdvanceUntil(() => stage.Heard.Of<DepthUpdate>().Any(d => d.LastId == 3235851742));
        var book = new BookSync(Venue.Okx);
        var told = stage.Heard.Of<DepthUpdate>().Where(d => d.Pair == 0).TakeLast(2).ToList();
        Assert.Equal((false, true), (told[0].IsSnapshot, told[1].IsSnapshot));
        foreach (var update in told) book.Take(update);
        Assert.True(book.Valid);
        Assert.Equal(3235851744, book.LastId);
    }

    [Fact]
    public async Task case_48_a_checksum_of_zero_is_no_checksum()
    {
        var socket = await Up();
        socket.Push(Difference(1, 2, "1"));
        await Condition.Holds(() => stage.Heard.Of<DepthUpdate>().Any(d => d.LastId == 2), "the difference is told");
        Assert.True(stage.Heard.IsLink(LinkKind.Public, LinkEvent.Up));
    }

    [Fact]
    public async Task fast_books_that_the_fee_tier_does_not_carry_are_replaced_by_the_plain_ones()
    {
        await using var fast = new OkxStage(with: o => o with { BookChannel = "books-l2-tbt" });
        fast.Sockets.OnOpened = socket => socket.OnSent = text =>
        {
            if (text.Contains("login", StringComparison.Ordinal)) OkxScript.Answer(socket, text);
            else if (text.Contains("books-l2-tbt", StringComparison.Ordinal)) socket.Push("""{"event":"error","code":"64003","msg":"Your trading fee tier doesn't meet the requirement to access this channel","connId":"a"}""");
            else Answer(socket, text, withSnapshot: true);
        };
        fast.Venue.StartMarketData(fast.Heard);
        await fast.AdvanceUntil(() => fast.Heard.IsLink(LinkKind.Public, LinkEvent.Up), "up with plain books");
        Assert.Contains(fast.Heard.Of<LinkChange>(), l => l.Detail.Contains("64003", StringComparison.Ordinal));
        Assert.Equal(3, fast.Heard.Of<DepthUpdate>().Count(d => d.IsSnapshot));
    }

    [Fact]
    public async Task garbage_ends_the_connection_and_is_not_told()
    {
        var socket = await Up();
        socket.Push("""{"arg":{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},"data":[{"asks":[["?","1"]]}]}""");
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Down), "the connection is given up");
        Assert.Empty(stage.Heard.Of<TopUpdate>());
    }

    [Fact]
    public async Task the_clock_is_sampled_every_few_seconds()
    {
        stage.VenueAhead = TimeSpan.FromMilliseconds(120);
        await Up();
        await AdvanceUntil(() => stage.Heard.Of<ClockReading>().Count >= 3);
        Assert.All(stage.Heard.Of<ClockReading>(), r => Assert.Equal(TimeSpan.FromMilliseconds(120), r.Offset));
    }

    [Fact]
    public async Task prices_flow_from_the_socket_to_the_listener()
    {
        var socket = await Up();
        socket.Push("""{"arg":{"channel":"bbo-tbt","instId":"ETH-USDT-SWAP"},"data":[{"asks":[["3001","20","0","1"]],"bids":[["3000.5","10","0","1"]],"ts":"1597026383085","seqId":5}]}""");
        await Condition.Holds(() => stage.Heard.Of<TopUpdate>().Count == 1, "the top of the book");
        Assert.Equal((1, new Price(3001m), new Quantity(2m)), (stage.Heard.Of<TopUpdate>()[0].Pair, stage.Heard.Of<TopUpdate>()[0].Ask, stage.Heard.Of<TopUpdate>()[0].AskQuantity));
    }

    private async Task<FakeSocket> Up()
    {
        stage.Venue.StartMarketData(stage.Heard);
        var socket = await stage.Sockets.Await(0, Public);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Up), "the public link is up");
        return socket;
    }

    /// <summary>Moves the clock in steps, letting other tasks run in between, until it is so.</summary>
    private Task AdvanceUntil(Func<bool> condition, Action? atEachStep = null) => Condition.Holds(
        () =>
        {
            if (condition()) return true;
            atEachStep?.Invoke();
            stage.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return condition();
        },
        "what the passing of time brings");

    private static string Difference(long previous, long id, string size, string price = "8476.98") =>
        $$"""{"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[["{{price}}","{{size}}","0","1"]],"bids":[],"ts":"1597026383185","checksum":0,"prevSeqId":{{previous}},"seqId":{{id}}}]}""";

    private static void Answer(FakeSocket socket, string text, bool withSnapshot, string exceptFor = "")
    {
        if (text == "ping") return;
        var message = JsonDocument.Parse(text).RootElement;
        foreach (var argument in message.GetProperty("args").EnumerateArray())
        {
            if (exceptFor == argument.GetProperty("channel").GetString()) continue;
            socket.Push($$"""{"event":"{{message.GetProperty("op").GetString()}}","arg":{{argument.GetRawText()}},"connId":"a"}""");
            if (withSnapshot && message.GetProperty("op").GetString() == "subscribe" && argument.GetProperty("channel").GetString() == "books")
                socket.Push($$"""{"arg":{{argument.GetRawText()}},"action":"snapshot","data":[{"asks":[],"bids":[],"ts":"1597026383085","checksum":0,"prevSeqId":-1,"seqId":1}]}""");
        }
    }
}
