using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx.Sockets;

namespace PropBot.VenueSimulator.Tests.Okx;

public sealed class OkxFaultTests : IDisposable
{
    private const string Path = "/api/v5/trade/order";
    private const string OfOrder = "POST " + Path;
    private readonly OkxInMemory okx = new();

    [Fact]
    public async Task case_35_a_dropped_request_is_not_executed_and_a_dropped_reply_is()
    {
        okx.Fault(FaultKind.DropRequest, OfOrder, count: 1);
        Assert.Null(await okx.Call("POST", Path, Rest("a1")));
        Assert.Empty(okx.Venue.Orders());
        okx.Fault(FaultKind.DropReply, OfOrder, count: 1);
        Assert.Null(await okx.Call("POST", Path, Rest("a2")));
        Assert.Equal("live", (string?)(await okx.Row($"{Path}?instId=BTC-USDT-SWAP&clOrdId=a2"))["state"]);
    }

    [Theory]
    [InlineData("50004", 400, false)]
    [InlineData("50004-executed", 400, true)]
    [InlineData("50026", 500, false)]
    [InlineData("50026-executed", 500, true)]
    [InlineData("51149", 500, false)]
    [InlineData("51149-executed", 500, true)]
    [InlineData("51054", 500, false)]
    [InlineData("50001", 503, false)]
    [InlineData("50013", 429, false)]
    [InlineData("50011", 429, false)]
    [InlineData("50061", 200, false)]
    public async Task case_36_a_named_reply_has_its_code_and_the_order_may_or_may_not_live(string reply, int status, bool executed)
    {
        okx.Fault(FaultKind.Reply, OfOrder, count: 1, reply: reply);
        var answer = (await okx.Call("POST", Path, Rest("a1")))!.Value;
        Assert.Equal((status, reply[..5]), (answer.Status, (string?)answer.Body["code"]));
        var found = await okx.Get($"{Path}?instId=BTC-USDT-SWAP&clOrdId=a1");
        Assert.Equal(executed ? "0" : "51603", (string?)found["code"]);
    }

    [Fact]
    public async Task case_36_a_cancel_may_time_out_and_have_been_carried_out()
    {
        await okx.Place(Rest("a1"));
        okx.Fault(FaultKind.Reply, "POST /api/v5/trade/cancel-order", count: 1, reply: "50004-executed");
        var answer = await okx.Post("/api/v5/trade/cancel-order", """{"instId":"BTC-USDT-SWAP","clOrdId":"a1"}""");
        Assert.Equal("50004", (string?)answer["code"]);
        Assert.Empty(okx.Venue.OpenOrders());
    }

    [Fact]
    public async Task case_35_an_order_that_waited_past_its_exp_time_is_refused_with_50037()
    {
        okx.Fault(FaultKind.Latency, OfOrder, count: 1, latency: TimeSpan.FromMilliseconds(500));
        var soon = okx.Venue.Now.AddMilliseconds(200).ToUnixTimeMilliseconds();
        var waiting = okx.Call("POST", Path, Rest("a1"), ("expTime", $"{soon}"));
        Assert.False(waiting.IsCompleted);
        okx.Advance(TimeSpan.FromMilliseconds(600));
        Assert.Equal("50037", (string?)(await waiting)!.Value.Body["code"]);
        Assert.Empty(okx.Venue.Orders());
    }

    [Fact]
    public void case_35_a_socket_may_die_with_an_order_in_flight_executed_or_not()
    {
        var first = okx.LogIn();
        okx.Fault(FaultKind.DropRequest, "WS order", count: 1);
        first.Send(RestBySocket("1", "a1"));
        Assert.Equal(OkxSession.Cut, first.CloseCode);
        Assert.Empty(okx.Venue.Orders());
        var second = okx.LogIn();
        okx.Fault(FaultKind.DropReply, "WS order", count: 1);
        second.Send(RestBySocket("2", "a2"));
        Assert.Equal((OkxSession.Cut, true), (second.CloseCode, second.IsQuiet));
        Assert.Equal("a2", Assert.Single(okx.Venue.OpenOrders()).ClientId);
    }

    [Theory]
    [InlineData("50026-executed", 1)]
    [InlineData("64007-executed", 1)]
    [InlineData("64007", 0)]
    public void case_36_a_named_reply_reaches_a_socket_too_executed_or_not(string reply, int live)
    {
        var line = okx.LogIn();
        okx.Fault(FaultKind.Reply, "WS order", count: 1, reply: reply);
        var answer = line.Ask(RestBySocket("7", "a1"));
        Assert.Equal(("7", "order", reply[..5]), ((string?)answer["id"], (string?)answer["op"], (string?)answer["code"]));
        Assert.NotNull((string?)answer["inTime"]);
        Assert.Equal(live, okx.Venue.OpenOrders().Count);
    }

    [Fact]
    public async Task case_60_during_maintenance_everything_is_50001_but_the_status_page_and_its_channel()
    {
        var line = okx.Open(OkxDoor.Public);
        line.Subscribe("""{"channel":"status"}""");
        var orders = okx.LogIn();
        var id = okx.Fault(FaultKind.Maintenance, "*");
        okx.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("ongoing", (string?)Assert.Single(line.Rows("status"))["state"]);
        var answer = (await okx.Call("GET", "/api/v5/account/balance"))!.Value;
        Assert.Equal((503, "50001"), (answer.Status, (string?)answer.Body["code"]));
        Assert.Equal("50001", (string?)orders.Ask(RestBySocket("1", "a1"))["code"]);
        Assert.Equal("ongoing", (string?)(await okx.Row("/api/v5/system/status"))["state"]);
        okx.Venue.Faults.Clear(id);
        okx.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal("completed", (string?)Assert.Single(line.Rows("status"))["state"]);
        Assert.Equal("0", (string?)(await okx.Get("/api/v5/account/balance"))["code"]);
    }

    [Fact]
    public async Task case_05_a_venue_whose_clock_is_wrong_refuses_what_is_right_by_ours()
    {
        okx.Venue.Faults.Apply(new FaultRule("okx", FaultKind.ClockSkew) { Skew = TimeSpan.FromSeconds(40) });
        var stale = okx.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var answer = (await okx.Call("GET", "/api/v5/account/balance", "", ("OK-ACCESS-TIMESTAMP", stale)))!.Value;
        Assert.Equal((401, "50102"), (answer.Status, (string?)answer.Body["code"]));
        var told = long.Parse((string)(await okx.Row("/api/v5/public/time"))["ts"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(40_000, told - okx.Clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public void Dispose() => okx.Dispose();

    private static string Rest(string id) => OkxOrderTests.Order("buy", "limit", "1", "59000", id);

    private static string RestBySocket(string id, string clientId) => new JsonObject
    {
        ["id"] = id,
        ["op"] = "order",
        ["args"] = new JsonArray(new JsonObject
        {
            ["instIdCode"] = 10459,
            ["tdMode"] = "cross",
            ["side"] = "buy",
            ["ordType"] = "limit",
            ["px"] = "59000",
            ["sz"] = "1",
            ["clOrdId"] = clientId,
        }),
    }.ToJsonString();
}
