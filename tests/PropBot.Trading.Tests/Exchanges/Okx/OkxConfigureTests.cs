using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxConfigureTests
{
    private const string SetLeverage = "POST /api/v5/account/set-leverage";
    private const string SetMode = "POST /api/v5/account/set-position-mode";

    [Fact]
    public async Task leverage_that_differs_is_set_and_read_back()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/config", Config("net_mode", "read_only,trade")).On(SetLeverage, """{"code":"0","msg":"","data":[{}]}""");
        stage.Http.OnEach("GET /api/v5/account/leverage-info", (200, Lever("10")), (200, Lever("3")));
        Assert.Equal(
            new VenueAnswer<AccountSettings>.Got(new AccountSettings(true, "isolated", 3m, true, false, "44705892343619584") { AccountLevel = 2, IsSubAccount = false }),
            await stage.Venue.Configure(await stage.Btc(), "isolated", 3m, CancellationToken.None));
        Assert.Equal("""{"instId":"BTC-USDT-SWAP","lever":"3","mgnMode":"isolated"}""", Assert.Single(stage.Http.To(SetLeverage)).Body);
        Assert.Empty(stage.Http.To(SetMode));
    }

    [Fact]
    public async Task what_is_right_already_is_left_alone_and_the_margin_mode_goes_with_each_order()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/config", Config("net_mode", "read_only,withdraw,trade")).On("GET /api/v5/account/leverage-info", Lever("3"));
        var settings = Assert.IsType<VenueAnswer<AccountSettings>.Got>(await stage.Venue.Configure(await stage.Btc(), "cross", 3m, CancellationToken.None)).Value;
        Assert.True(settings.CanWithdraw);
        Assert.Empty(stage.Http.To(SetLeverage));

        await stage.Venue.Place(stage.Order(await stage.Btc()), CancellationToken.None);
        Assert.Contains("\"tdMode\":\"cross\"", stage.Http.To("POST /api/v5/trade/order")[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task hedge_mode_is_left_where_the_venue_allows_it()
    {
        await using var stage = new OkxStage();
        stage.Http.OnEach("GET /api/v5/account/config", (200, Config("long_short_mode", "trade")), (200, Config("net_mode", "trade")));
        stage.Http.On(SetMode, """{"code":"0","msg":"","data":[{"posMode":"net_mode"}]}""").On("GET /api/v5/account/leverage-info", Lever("3"));
        Assert.True(Assert.IsType<VenueAnswer<AccountSettings>.Got>(await stage.Venue.Configure(await stage.Btc(), "isolated", 3m, CancellationToken.None)).Value.OneWayMode);
        Assert.Equal("""{"posMode":"net_mode"}""", Assert.Single(stage.Http.To(SetMode)).Body);
    }

    [Fact]
    public async Task case_22_hedge_mode_that_stays_is_told_so_that_the_preflight_is_red()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/config", Config("long_short_mode", "read_only")).On("GET /api/v5/account/leverage-info", Lever("3"));
        stage.Http.On(SetMode, """{"code":"59000","msg":"Settings failed. Close any open positions or orders before modifying settings.","data":[]}""");
        var settings = Assert.IsType<VenueAnswer<AccountSettings>.Got>(await stage.Venue.Configure(await stage.Btc(), "isolated", 3m, CancellationToken.None)).Value;
        Assert.Equal((false, false), (settings.OneWayMode, settings.CanTrade));
    }

    [Fact]
    public async Task leverage_that_the_venue_refuses_is_unreadable_with_its_words()
    {
        await using var stage = new OkxStage();
        stage.Http.On("GET /api/v5/account/config", Config("net_mode", "trade")).On("GET /api/v5/account/leverage-info", Lever("10"));
        stage.Http.On(SetLeverage, """{"code":"59102","msg":"Leverage exceeds the maximum","data":[]}""");
        var answer = await stage.Venue.Configure(await stage.Btc(), "isolated", 200m, CancellationToken.None);
        Assert.Contains("59102", Assert.IsType<VenueAnswer<AccountSettings>.Unreadable>(answer).Clue, StringComparison.Ordinal);
    }

    private static string Config(string posMode, string perm) =>
        $$"""{"code":"0","msg":"","data":[{"acctLv":"2","posMode":"{{posMode}}","uid":"44705892343619584","mainUid":"44705892343619584","perm":"{{perm}}","ip":""}]}""";

    private static string Lever(string lever) =>
        $$"""{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","mgnMode":"isolated","posSide":"net","lever":"{{lever}}","ccy":""}]}""";
}
