using System.Text;
using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Instruments;
using PropBot.Trading.Tests.Exchanges.Binance;

namespace PropBot.Trading.Tests.Exchanges.BinanceMarket;

/// <summary>What the market sockets ask for, and how they notice that it does not come.</summary>
public sealed class BinanceStreamTests : IAsyncDisposable
{
    private readonly BinanceStage stage = new(new BinanceOptions { StreamProofEvery = TimeSpan.FromSeconds(4) });

    public BinanceStreamTests() => stage.Http.On("GET /fapi/v1/fundingInfo", "[]").On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData(3, 2)]
    [InlineData(1200, 5)]
    public void case_43_many_symbols_share_sockets_of_at_most_1024_streams_and_frames_below_4_kb(int symbols, int sockets)
    {
        var universe = new PairUniverse(Enumerable.Range(0, symbols).Select(i => $"1000000LONGNAME{i}USDT"));
        var groups = BinanceStreams.Of(universe, new BinanceOptions()).ToArray();
        Assert.Equal(sockets, groups.Length);
        Assert.All(groups, group => Assert.InRange(group.Streams.Length, 1, 1024));
        Assert.All(groups.SelectMany(group => group.Frames()), frame => Assert.InRange(frame.Length, 1, 4095));
        var asked = groups.SelectMany(group => group.Frames()).SelectMany(frame => Encoding.UTF8.GetString(frame).Split('"').Where(part => part.Contains('@', StringComparison.Ordinal))).ToArray();
        Assert.Equal(symbols * 3, asked.Distinct().Count());
        Assert.Equal(asked.Length, asked.Distinct().Count());
    }

    [Fact]
    public async Task case_43_no_more_than_ten_messages_a_second_leave_on_a_connection()
    {
        await using var many = new BinanceStage([.. Enumerable.Range(0, 450).Select(i => $"SOMECOIN{i}USDT")]);
        var sentAt = new List<DateTimeOffset>();
        many.Sockets.OnOpened = socket => socket.OnSent = _ =>
        {
            if (!socket.Address.AbsolutePath.StartsWith("/public", StringComparison.Ordinal)) return;
            lock (sentAt) sentAt.Add(many.Clock.GetUtcNow());
        };
        many.Http.On("GET /fapi/v1/fundingInfo", "[]");
        many.Exchange.StartMarketData(many.Told);
        await many.Until(() => sentAt.Count >= 8, "frames left", 0.05);
        Assert.All(Enumerable.Range(0, sentAt.Count - 1), i => Assert.True(sentAt[i + 1] - sentAt[i] >= TimeSpan.FromMilliseconds(100)));
    }

    [Fact]
    public async Task case_51_marks_that_the_address_does_not_serve_fail_loudly_and_are_asked_for_again()
    {
        stage.Exchange.StartMarketData(stage.Told);
        var (quotes, marks) = (await stage.Sockets.Await(0, "/public"), await stage.Sockets.Await(0, "/market"));
        marks.Push("""{"result":null,"id":1}""");
        await stage.Until(
            () =>
            {
                Push(quotes, BinanceSamples.BookTicker, BinanceSamples.Depth);
                return stage.Told.Links.Any(link => link.Event == LinkEvent.Down && link.Detail.StartsWith("market", StringComparison.Ordinal));
            },
            "the silence was noticed");
        var detail = stage.Told.Links.Last(link => link.Event == LinkEvent.Down && link.Detail.StartsWith("market", StringComparison.Ordinal)).Detail;
        Assert.Contains("no Mark data", detail, StringComparison.Ordinal);
        Assert.Contains("is ws://venue/market where the venue serves ethusdt@markPrice@1s", detail, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Up);
        await stage.Until(
            () =>
            {
                Push(quotes, BinanceSamples.BookTicker, BinanceSamples.Depth);
                return stage.Sockets.Opened.Count(socket => socket.Address.AbsolutePath.StartsWith("/market", StringComparison.Ordinal)) == 2;
            },
            "tried again");
    }

    [Fact]
    public async Task case_50_one_kind_or_one_pair_that_falls_silent_while_others_flow_takes_the_link_down()
    {
        var (quotes, marks) = await Up();
        await stage.Until(
            () =>
            {
                Push(quotes, BinanceSamples.BookTicker, BinanceSamples.Depth);
                marks.Push(BinanceSamples.Mark);
                return stage.Told.Links.Any(link => link.Event == LinkEvent.Down);
            },
            "the silent pair was noticed");
        Assert.Contains("of ETHUSDT", stage.Told.Links.Last(link => link.Event == LinkEvent.Down).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task case_50_a_socket_that_stands_and_brings_nothing_is_down_within_its_silence()
    {
        var (_, marks) = await Up();
        var before = stage.Clock.GetUtcNow();
        await stage.Until(
            () =>
            {
                Push(marks, BinanceSamples.Mark);
                return stage.Told.Links.Any(link => link.Event == LinkEvent.Down);
            },
            "quotes are silent");
        Assert.InRange((stage.Told.Links.First(link => link.Event == LinkEvent.Down).At - before).TotalSeconds, 3, 30);
    }

    [Fact]
    public async Task case_54_a_renewed_pair_of_sockets_tears_neither_the_link_nor_the_chain_of_differences()
    {
        var (quotes, marks) = await Up();
        quotes.Push(Chain(160, 161));
        stage.Exchange.Renew("23 h");
        var (next, nextMarks) = (await stage.Sockets.Await(1, "/public"), await stage.Sockets.Await(1, "/market"));
        await Condition.Holds(() => next.Sent.Count == 1 && nextMarks.Sent.Count == 1, "subscribed");
        next.Push(Chain(162, 163));
        quotes.Push(Chain(161, 162));
        await Condition.Holds(() => next.IsDrained && quotes.IsDrained, "read");
        next.Push(Chain(162, 163));
        quotes.Push(Chain(162, 163));
        Push(next, BinanceSamples.BookTicker);
        Push(nextMarks, BinanceSamples.Mark);
        await Condition.Holds(() => next.IsDrained && quotes.IsDrained && nextMarks.IsDrained, "read");
        await stage.Until(() => quotes.State != System.Net.WebSockets.WebSocketState.Open && marks.State != System.Net.WebSockets.WebSocketState.Open, "the old ones were left", 0.1);
        next.Push(Chain(163, 164));
        await Condition.Holds(() => stage.Told.Depths.Any(depth => depth.LastId == 164), "the new one goes on");
        var chain = stage.Told.Depths.Where(depth => depth is { IsSnapshot: false, Pair: 0, LastId: > 160 }).ToArray();
        Assert.Equal([161, 162, 163, 164], chain.Select(depth => depth.LastId));
        Assert.DoesNotContain(stage.Told.Links, link => link.Event == LinkEvent.Down);
        Assert.Single(stage.Told.Links, link => link.Event == LinkEvent.Up);
    }

    [Fact]
    public async Task case_53_a_settlement_interval_that_shrinks_is_read_when_the_next_settlement_moves()
    {
        var (_, marks) = await Up();
        foreach (var (hours, next) in new[] { (4, 1562320800000), (1, 1562324400000) })
        {
            stage.Http.On("GET /fapi/v1/fundingInfo", $$"""[{"symbol":"BTCUSDT","adjustedFundingRateCap":"0.025","adjustedFundingRateFloor":"-0.025","fundingIntervalHours":{{hours}},"disclaimer":false}]""");
            await stage.Until(
                () =>
                {
                    Push(marks, BinanceSamples.Mark.Replace("1562306400000", $"{next}", StringComparison.Ordinal));
                    return stage.Told.Marks[^2].FundingInterval == TimeSpan.FromHours(hours);
                },
                $"{hours} h");
            var mark = stage.Told.Marks.Last(told => told.Pair == 0);
            Assert.Equal((TimeSpan.FromHours(hours), DateTimeOffset.FromUnixTimeMilliseconds(next), 0.00038167m), (mark.FundingInterval, mark.NextFunding, mark.FundingRate));
        }
    }

    [Fact]
    public async Task case_52_coin_margined_messages_on_the_merged_streams_are_passed_over()
    {
        var (quotes, _) = await Up();
        var before = stage.Told.All.Count(fact => fact is TopUpdate or DepthUpdate);
        quotes.Push(BinanceSamples.BookTicker.Replace("\"st\":1", "\"st\":2", StringComparison.Ordinal));
        quotes.Push($$"""{"stream":"x","data":{{BinanceSamples.Depth.Replace("\"st\":1", "\"st\":2", StringComparison.Ordinal)}}}""");
        await Condition.Holds(() => quotes.IsDrained, "read");
        Assert.Equal(before, stage.Told.All.Count(fact => fact is TopUpdate or DepthUpdate));
    }

    [Fact]
    public async Task case_12_a_contract_that_stops_trading_is_told_at_once_and_a_changed_tick_after_reading_again()
    {
        await stage.Exchange.ReadInstruments(CancellationToken.None);
        var (_, marks) = await Up();
        marks.Push(BinanceSamples.ContractInfo.Replace("TRADING", "SETTLING", StringComparison.Ordinal));
        await Condition.Holds(() => stage.Told.Instruments.Count == 1, "told");
        Assert.Equal(BinanceStage.Btc with { Status = InstrumentStatus.Halted }, stage.Told.Instruments[0]);
        stage.Http.On("GET /fapi/v1/exchangeInfo", BinanceSamples.ExchangeInfo.Replace("\"tickSize\":\"0.10\"", "\"tickSize\":\"0.50\"", StringComparison.Ordinal));
        marks.Push(BinanceSamples.ContractInfo);
        await stage.Until(() => stage.Told.Instruments.Any(told => told is { Tick.Value: 0.5m, Status: InstrumentStatus.Trading }), "the new tick");
    }

    private static string Chain(long previous, long last) => BinanceSamples.Depth.Replace("\"U\":157,\"u\":160,\"pu\":149", $"\"U\":{last},\"u\":{last},\"pu\":{previous}", StringComparison.Ordinal);

    private async Task<(FakeSocket Quotes, FakeSocket Marks)> Up()
    {
        stage.Exchange.StartMarketData(stage.Told);
        var (quotes, marks) = (await stage.Sockets.Await(0, "/public"), await stage.Sockets.Await(0, "/market"));
        Push(quotes, BinanceSamples.Depth, BinanceSamples.BookTicker);
        Push(marks, BinanceSamples.Mark);
        await stage.Told.Until(LinkKind.Public, LinkEvent.Up);
        return (quotes, marks);
    }

    private static void Push(FakeSocket socket, params string[] messages)
    {
        foreach (var message in messages)
        {
            socket.Push(message);
            socket.Push(message.Replace("BTCUSDT", "ETHUSDT", StringComparison.Ordinal));
        }
    }
}
