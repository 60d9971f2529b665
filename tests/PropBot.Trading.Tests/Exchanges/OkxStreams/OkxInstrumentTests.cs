using PropBot.Testing;
using PropBot.Testing.Transports;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxStreams;

public sealed class OkxInstrumentTests : IAsyncDisposable
{
    private const string Read = "GET /api/v5/public/instruments";
    private const string Place = "POST /api/v5/trade/order";
    private readonly OkxStage stage = new();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task case_11_an_announced_change_is_read_at_its_time_told_and_held_to()
    {
        var effect = stage.Clock.GetUtcNow().AddMinutes(5);
        stage.Http.On(Read, Btc("0.1", "0.01", upcChg: $$"""{"param":"tickSz","newValue":"0.5","effTime":"{{effect.ToUnixTimeMilliseconds()}}"}"""));
        stage.Venue.StartPrivate(stage.Heard);
        var before = await stage.Btc();
        stage.Http.On(Read, _ => FakeHttp.Json(stage.Clock.GetUtcNow() >= effect ? Btc("0.5", "0.01") : Btc("0.1", "0.01", upcChg: "")));
        await stage.AdvanceUntil(() => stage.Heard.Of<Instrument>().Count > 0, "the change is told", TimeSpan.FromSeconds(1));
        Assert.InRange(stage.Clock.GetUtcNow(), effect, effect.AddSeconds(5));
        Assert.Equal((0.1m, 0.5m), (before.Tick.Value, Assert.Single(stage.Heard.Of<Instrument>()).Tick.Value));
        var old = Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(before, limit: 64100.1m), CancellationToken.None));
        Assert.Equal("TICK", old.Why.Code);
        Assert.Empty(stage.Http.To(Place));
    }

    [Fact]
    public async Task case_11_a_push_of_the_instruments_channel_changes_terms_and_only_what_changed_is_told()
    {
        await PublicUp();
        var socket = stage.Sockets.Opened[0];
        socket.Push("""{"arg":{"channel":"instruments","instType":"SWAP"},"data":[{"ctMult":"1","ctType":"linear","ctVal":"0.01","groupId":"1","instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP","instIdCode":10459,"instType":"SWAP","lotSz":"0.1","maxLmtSz":"100000000","minSz":"0.1","settleCcy":"USDT","state":"live","tickSz":"0.1","upcChg":[]},{"ctMult":"1","ctType":"linear","ctVal":"0.1","groupId":"2","instFamily":"ETH-USDT","instId":"ETH-USDT-SWAP","instIdCode":10461,"instType":"SWAP","lotSz":"0.01","maxLmtSz":"100000000","minSz":"0.01","settleCcy":"USDT","state":"post_only","tickSz":"0.01"}]}""");
        await Condition.Holds(() => stage.Heard.Of<Instrument>().Count > 0, "the change is told");
        Assert.Equal(("BTCUSDT", 0.001m), (Assert.Single(stage.Heard.Of<Instrument>()).Symbol, stage.Heard.Of<Instrument>()[0].Lot.Value));
    }

    [Theory]
    [InlineData("51121")]
    [InlineData("51020")]
    [InlineData("51001")]
    public async Task case_11_a_refusal_that_hints_at_old_terms_makes_them_be_read_anew(string code)
    {
        await PublicUp();
        stage.Http.On(Place, $$"""{"code":"1","msg":"","data":[{"ordId":"","sCode":"{{code}}","sMsg":"x"}]}""").On(Read, Btc("0.1", "0.05"));
        await stage.Venue.Place(stage.Order(await Known()), CancellationToken.None);
        await Condition.Holds(() => stage.Heard.Of<Instrument>().Any(i => i.Symbol == "BTCUSDT"), "the new terms are told");
        Assert.Equal(0.0005m, stage.Heard.Of<Instrument>().First(i => i.Symbol == "BTCUSDT").Lot.Value);
    }

    [Theory]
    [InlineData("suspend", InstrumentStatus.Halted)]
    [InlineData("post_only", InstrumentStatus.CloseOnly)]
    [InlineData("preopen", InstrumentStatus.Halted)]
    [InlineData("test", InstrumentStatus.Halted)]
    [InlineData("rebase", InstrumentStatus.Halted)]
    public async Task case_12_a_changed_state_is_told_opens_stay_here_and_closes_may_still_try(string state, InstrumentStatus status)
    {
        await PublicUp();
        var btc = await Known();
        stage.Sockets.Opened[0].Push($$"""{"arg":{"channel":"instruments","instType":"SWAP"},"data":[{"ctMult":"1","ctType":"linear","ctVal":"0.01","groupId":"1","instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP","instIdCode":10459,"instType":"SWAP","lotSz":"0.01","maxLmtSz":"100000000","minSz":"0.01","settleCcy":"USDT","state":"{{state}}","tickSz":"0.1"}]}""");
        await Condition.Holds(() => stage.Heard.Of<Instrument>().Count > 0, "the change is told");
        Assert.Equal(status, stage.Heard.Of<Instrument>()[0].Status);
        var opening = Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(btc), CancellationToken.None));
        Assert.Equal((RefusalKind.InstrumentClosed, "STATUS"), (opening.Why.Kind, opening.Why.Code));
        await stage.Venue.Place(stage.Order(btc, reduceOnly: true), CancellationToken.None);
        Assert.Single(stage.Http.To(Place));
    }

    [Fact]
    public async Task a_relisted_swap_is_traded_under_its_new_number()
    {
        await using var live = new OkxStage(bySocket: true);
        var socket = await live.OrderSocketUp();
        var btc = await live.Btc();
        live.Http.On(Read, OkxStage.Instruments.Replace("10459", "20459", StringComparison.Ordinal));
        await live.Venue.ReadInstruments(CancellationToken.None);
        var placing = live.Venue.Place(live.Order(btc), CancellationToken.None).AsTask();
        var request = await OkxScript.Asked(socket, 0);
        Assert.Equal(20459, request.GetProperty("args")[0].GetProperty("instIdCode").GetInt32());
        socket.Push(OkxScript.Reply(request));
        await placing;
    }

    private async Task PublicUp()
    {
        stage.Sockets.OnOpened = OkxScript.AnswerAsOkx;
        stage.Venue.StartMarketData(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Public, LinkEvent.Up), "the public link is up");
    }

    /// <summary>The BTC swap as it was first read, without reading again.</summary>
    private static Task<Instrument> Known() => new OkxStage().Btc();

    private static string Btc(string tick, string lot, string upcChg = "") =>
        $$"""{"code":"0","msg":"","data":[{"ctMult":"1","ctType":"linear","ctVal":"0.01","groupId":"1","instFamily":"BTC-USDT","instId":"BTC-USDT-SWAP","instIdCode":10459,"instType":"SWAP","lotSz":"{{lot}}","maxLmtSz":"100000000","minSz":"{{lot}}","settleCcy":"USDT","state":"live","tickSz":"{{tick}}","upcChg":[{{upcChg}}]}]}""";
}
