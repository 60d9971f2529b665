using PropBot.Testing;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Tests.Exchanges.Okx;

namespace PropBot.Trading.Tests.Exchanges.OkxStreams;

public sealed class OkxLoginTests : IAsyncDisposable
{
    private readonly OkxStage stage = new(demo: true);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("60006", "Timestamp request expired")]
    [InlineData("60007", "Invalid sign")]
    [InlineData("60009", "Login failed.")]
    [InlineData("60024", "Wrong passphrase")]
    [InlineData("60031", "Multiple login is not allowed")]
    public async Task case_57_a_refused_login_is_told_with_the_venues_words_and_tried_on_a_fresh_connection_with_a_fresh_clock(string code, string text)
    {
        var refusals = 1;
        stage.Sockets.OnOpened = socket => socket.OnSent = sent =>
        {
            if (refusals-- <= 0)
            {
                OkxScript.AnswerAsOkx(socket);
                OkxScript.Answer(socket, sent);
                return;
            }

            socket.Push($$"""{"event":"error","code":"{{code}}","msg":"{{text}}","connId":"a4d3ae55"}""");
            socket.CloseByVenue(4001, "Login failed");
        };
        stage.Venue.StartPrivate(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "it is refused");
        Assert.Contains($"OKX {code}: {text}", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
        var samples = stage.Http.To("GET /api/v5/public/time").Count;
        await stage.AdvanceUntil(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the next one is good");
        Assert.Equal(2, stage.Sockets.Opened.Count);
        Assert.True(stage.Http.To("GET /api/v5/public/time").Count > samples);
    }

    [Fact]
    public async Task case_57_a_subscription_refused_for_a_missing_login_is_loud_and_heals()
    {
        var isFirst = true;
        stage.Sockets.OnOpened = socket => socket.OnSent = sent =>
        {
            if (isFirst && sent.Contains("subscribe", StringComparison.Ordinal))
            {
                isFirst = false;
                // Some arguments are taken and one is not: that is no subscription.
                socket.Push("""{"event":"subscribe","arg":{"channel":"orders","instType":"SWAP"},"connId":"a4d3ae55"}""");
                socket.Push("""{"event":"error","code":"60011","msg":"Please log in","connId":"a4d3ae55"}""");
                return;
            }

            OkxScript.Answer(socket, sent);
        };
        stage.Venue.StartPrivate(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "it is given up");
        Assert.Contains("60011", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Heard.Of<LinkChange>(), l => l.Event == LinkEvent.Up);
        await stage.AdvanceUntil(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the next one is whole");
    }

    [Fact]
    public async Task case_06_a_key_of_the_other_environment_stops_everything_but_closes_with_a_sentence_until_it_is_changed()
    {
        stage.Sockets.OnOpened = socket => socket.OnSent = _ => socket.Push("""{"event":"error","code":"50101","msg":"APIKey does not match current environment.","connId":"a"}""");
        stage.Venue.StartPrivate(stage.Heard);
        await Condition.Holds(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Down), "it is given up");
        Assert.Contains("OKX_API_KEY_TESTNET", stage.Heard.Of<LinkChange>()[^1].Detail, StringComparison.Ordinal);
        var end = stage.Clock.GetUtcNow().AddMinutes(10);
        await stage.AdvanceUntil(() => stage.Clock.GetUtcNow() > end, "ten minutes", TimeSpan.FromSeconds(5));
        Assert.Single(stage.Sockets.Opened);
        Assert.Contains("50101", stage.Heard.Of<LinkChange>()[^1].Detail + stage.Heard.Of<LinkChange>()[^2].Detail, StringComparison.Ordinal);

        var btc = await stage.Btc();
        Assert.Equal("50101", Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(btc), CancellationToken.None)).Why.Code);
        Assert.Empty(stage.Http.To("POST /api/v5/trade/order"));
        await stage.Venue.Place(stage.Order(btc, reduceOnly: true), CancellationToken.None);
        Assert.Equal("1", Assert.Single(stage.Http.To("POST /api/v5/trade/order")).Headers["x-simulated-trading"]);

        stage.Sockets.OnOpened = OkxScript.AnswerAsOkx;
        stage.Keys.Now = OkxStage.Key with { Key = "demo key" };
        await stage.AdvanceUntil(() => stage.Heard.IsLink(LinkKind.Private, LinkEvent.Up), "the new key is good", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task case_06_the_wrong_key_is_known_from_rest_too()
    {
        stage.Http.On("GET /api/v5/account/config", """{"code":"50101","msg":"APIKey does not match current environment.","data":[]}""", 401);
        await stage.Venue.Configure(await stage.Btc(), "isolated", 3m, CancellationToken.None);
        Assert.Equal("50101", Assert.IsType<OrderReply.Refused>(await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None)).Why.Code);
    }
}
