using PropBot.Trading.Control;

namespace PropBot.Web.Tests.Endpoints;

public sealed class MalformedInputTests
{
    private static readonly string[] Doors =
    [
        "POST /api/ui/hold", "POST /api/ui/kill", "POST /api/ui/cancel-all", "POST /api/ui/close_exposure", "POST /api/ui/resume-request", "POST /api/ui/resume-confirm",
        "POST /api/arb/preview", "POST /api/arb/execute", "PATCH /api/ui/control", "POST /api/ui/operators/nobody-here/revoke", "POST /api/ui/me/totp/enrol", "POST /api/ui/me/totp/confirm", "POST /api/ui/me/totp/disable",
        "POST /api/workflows/drafts", "POST /api/workflows/lint", "POST /api/workflows/try", "POST /api/workflows/publish-request", "POST /api/workflows/publish-confirm",
    ];

    private static readonly string[] Garbage =
    [
        "{", "nonsense", "[]", "[1,2]", "\"text\"", "12", "true", "{\"a\":1", "{\"reason\":1}{", "{'reason':'x'}", "\u00ff\u00fe{}", "{\"reason\":\"\\ud800\"}", "{\"\\ud800\":1}",
        "{\"reason\":[],\"token\":{},\"symbol\":5,\"venue\":7,\"flatten\":\"maybe\",\"safe_mode\":3,\"min_spread_bps\":\"wide\"}",
        "{\"symbol\":\"BTCUSDT\",\"min_spread\":1e400,\"notion_usdt\":1e-400,\"leverage\":null}", "{\"symbol\":\"BTCUSDT\",\"symbol\":\"ETHUSDT\"}",
        "{\"symbol\":\"BTCUSDT\",\"notional\":\"NaN\",\"viable\":true,\"legs\":[{}]}", "{\"symbol\":\"BTCUSDT\",\"notional\":1,\"viable\":true,\"legs\":[1,2]}",
        "{\"symbol\":\"BTCUSDT\",\"notional\":1,\"viable\":true,\"legs\":\"x\"}", "{\"poll_interval_sec\":99999999999999999999}", "{\"loop_venues\":[1]}", "{\"mode\":\"FLY\"}",
    ];

    [Fact]
    public async Task garbage_is_never_a_5xx_and_always_has_a_detail()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var deep = new string('[', 200) + new string(']', 200);
        foreach (var door in Doors)
        {
            foreach (var body in Garbage.Append(deep).Append($"{{\"reason\":{deep}}}"))
            {
                var (method, path) = (door.Split(' ')[0], door.Split(' ')[1]);
                var reply = await lobby.Who("a").Send(new HttpMethod(method), path, body);
                Assert.True(reply.Status is >= 200 and < 500, $"{door} answered {reply.Status} to {body}: {reply.Text}");
                if (reply.Status >= 400) Assert.True(reply.Json.TryGetProperty("detail", out _), $"{door} answered without a detail to {body}");
            }
        }
    }

    [Fact]
    public async Task broken_json_is_422_in_the_predecessors_form_with_a_sentence()
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Post("/api/ui/resume-request", "{\"reason\":");

        Assert.Equal(422, reply.Status);
        var first = reply.Json.GetProperty("detail")[0];
        Assert.Equal(("json_invalid", "body"), (first.GetProperty("type").GetString(), first.GetProperty("loc")[0].GetString()));
        Assert.Contains("JSON", reply.At("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/ui/resume-request", "{}", "reason", "missing")]
    [InlineData("/api/ui/resume-request", "{\"reason\":5}", "reason", "string_type")]
    [InlineData("/api/ui/resume-confirm", "{}", "token", "missing")]
    [InlineData("/api/ui/kill", "{\"flatten\":\"everything\"}", "flatten", "value_error")]
    [InlineData("/api/ui/kill", "{\"flatten\":\"none\"}", "flatten", "value_error")]
    [InlineData("/api/ui/kill", "{\"flatten\":7}", "flatten", "value_error")]
    [InlineData("/api/ui/me/totp/enrol", "{}", "token", "missing")]
    [InlineData("/api/ui/me/totp/confirm", "{\"code\":123456}", "code", "string_type")]
    [InlineData("/api/ui/me/totp/disable", "{\"code\":[]}", "code", "string_type")]
    [InlineData("/api/ui/cancel-all", "{\"venue\":\"kraken\"}", "venue", "value_error")]
    [InlineData("/api/ui/cancel-all", "{\"venu\":\"okx\"}", "venu", "extra_forbidden")]
    [InlineData("/api/ui/close_exposure", "{\"all\":true}", "all", "extra_forbidden")]
    [InlineData("/api/arb/preview", "{}", "symbol", "missing")]
    [InlineData("/api/arb/preview", "{\"symbol\":\"BTCUSDT\",\"pair\":\"ETHUSDT\"}", "pair", "value_error")]
    [InlineData("/api/arb/preview", "{\"symbol\":\"BTCUSDT\",\"notional\":\"big\"}", "notional", "decimal_type")]
    [InlineData("/api/arb/execute", "{\"symbol\":\"BTCUSDT\"}", "min_spread", "missing")]
    public async Task a_wrong_field_is_named_with_its_kind(string path, string body, string field, string kind)
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Post(path, body);

        Assert.Equal(422, reply.Status);
        Assert.Contains(reply.Json.GetProperty("detail").EnumerateArray(), p => p.GetProperty("loc")[1].GetString() == field && p.GetProperty("type").GetString() == kind);
    }

    [Fact]
    public async Task an_unknown_symbol_and_a_size_of_nothing_have_their_own_words()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var unknown = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"DOGEUSDT"}""");

        Assert.Equal((400, "unknown_symbol"), (unknown.Status, unknown.Detail));
        Assert.Contains("BTCUSDT", unknown.At("message"), StringComparison.Ordinal);
        Assert.Equal("invalid_notional", (await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","notional":0}""")).Detail);
        Assert.Equal("unknown_symbol", (await lobby.Who("a").Post("/api/arb/execute", """{"symbol":"DOGEUSDT","min_spread":1,"notion_usdt":1,"leverage":1}""")).Detail);
    }

    [Fact]
    public async Task a_body_beyond_the_bound_is_413()
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Post("/api/ui/resume-request", $"{{\"reason\":\"{new string('x', 70_000)}\"}}");

        Assert.Equal((413, "body_too_large"), (reply.Status, reply.Detail));
    }

    [Theory]
    [InlineData("GET", "/api/ui/nothing", 404, "Not Found")]
    [InlineData("GET", "/nothing", 404, "Not Found")]
    [InlineData("GET", "/api/ui/hold", 405, "Method Not Allowed")]
    [InlineData("DELETE", "/api/ui/positions", 405, "Method Not Allowed")]
    public async Task unknown_routes_and_wrong_methods_have_the_predecessors_bodies(string method, string path, int status, string detail)
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Send(new HttpMethod(method), path, null);

        Assert.Equal((status, detail), (reply.Status, reply.Detail));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    [InlineData("1e2")]
    public async Task a_limit_out_of_bounds_is_422(string limit)
    {
        await using var lobby = await Lobby.Open();

        Assert.Equal(422, (await lobby.Who("a").Get($"/api/ui/hedge/log?limit={limit}")).Status);
    }
}
