using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Watchdogs;

namespace PropBot.Web.Tests.Endpoints;

/// <summary>What the watchdogs say, through the doors.</summary>
public sealed class WatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task a_level_that_was_not_measured_is_not_listed_and_a_broken_one_is_an_alert()
    {
        await using var lobby = await Lobby.Open();
        Watch(lobby, w => w with
        {
            Levels = [new("reject_rate", 0.6m, 0.5m, SloState.Breached, Noon), new("recon_mismatch", 0m, 0m, SloState.Kept, null)],
            LevelLimits = SloTable.Limits(new SloOptions()),
        });
        var slo = (await lobby.Who("viewer").Get("/api/ui/status/slo")).Json;
        Assert.Equal(["reject_rate", "recon_mismatch"], slo.GetProperty("slo").EnumerateObject().Select(p => p.Name));
        Assert.Equal(400m, slo.GetProperty("thresholds").GetProperty("ws_gap_ms_p95").GetProperty("limit").GetDecimal());
        var alert = Assert.Single(slo.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("error", "slo_watchdog"), (alert.GetProperty("severity").GetString(), alert.GetProperty("component_id").GetString()));
        Assert.Equal("ERROR", Status(await Components(lobby), "slo_watchdog"));
        Assert.Contains((await lobby.Who("viewer").Get("/api/ui/status/overview")).Json.GetProperty("alerts").EnumerateArray(), a => a.GetProperty("title").GetString() == "reject_rate");
    }

    [Fact]
    public async Task only_what_is_measured_is_a_component()
    {
        await using var lobby = await Lobby.Open();
        var before = await Components(lobby);
        Assert.DoesNotContain(before, c => c.GetProperty("id").GetString() is "host" or "liquidity" or "watchdog_okx" or "maintenance_calendar");
        Watch(lobby, w => w with
        {
            Liquidity = new LiquidityReading([new(Venue.Okx, 5m, 95m, 100m, 0.9m, false, "margin_ratio_high", true)], Measured: true, Blocked: true, "okx:margin_ratio_high"),
            Health = [new(Venue.Okx, new VenueHealth(HealthLevel.Down, Noon, "dark for 12 s", null), new VenueMeasures(50m, 1, null, null, new CallCounts(100, 1, 2, 0, 0, 0)))],
            Maintenance = [new(Venue.Okx, new MaintenanceWindow(Venue.Okx, Noon, null, "announced"), null)],
            Host = new HostReading(10_485_760, 1_048_576, Noon),
        });
        var after = await Components(lobby);
        Assert.Equal(("HOLD", "ERROR", "HOLD", "OK"), (Status(after, "liquidity"), Status(after, "watchdog_okx"), Status(after, "maintenance_calendar"), Status(after, "host")));
        var safety = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json.GetProperty("safety");
        Assert.True(safety.GetProperty("liquidity_blocked").GetBoolean());
        Assert.Equal("okx:margin_ratio_high", safety.GetProperty("liquidity_reason").GetString());
        Assert.Equal(95m, safety.GetProperty("liquidity_snapshot")[0].GetProperty("used_usdt").GetDecimal());
    }

    [Fact]
    public async Task an_incident_is_seen_and_explained_by_an_operator_and_by_nobody_else()
    {
        await using var lobby = await Lobby.Open();
        Watch(lobby, w => w with { Incidents = [Incident.Open("inc1-1", 1, HoldSeverity.P0, "desync", "reconciler", "okx differs", Noon)] });
        Assert.Equal("desync", (await lobby.Who("viewer").Get("/api/ui/status/components")).Json.GetProperty("incidents")[0].GetProperty("kind").GetString());
        Assert.Equal(403, (await lobby.Who("viewer").Post("/api/ui/incidents/inc1-1/ack")).Status);
        Assert.Equal(404, (await lobby.Who("a").Post("/api/ui/incidents/inc1-9/ack")).Status);
        Assert.Equal(422, (await lobby.Who("a").Post("/api/ui/incidents/inc1-1/root-cause", "{}")).Status);
        Assert.Equal("operator-a", (await lobby.Who("a").Post("/api/ui/incidents/inc1-1/ack")).Json.GetProperty("incident").GetProperty("acked_by").GetString());
        await lobby.Who("b").Post("/api/ui/incidents/inc1-1/root-cause", """{"root_cause":"a position closed by hand"}""");
        var incident = (await lobby.Who("viewer").Get("/api/ui/incidents")).Json.GetProperty("incidents")[0];
        Assert.Equal(("operator-b", "a position closed by hand"), (incident.GetProperty("root_cause_by").GetString(), incident.GetProperty("root_cause").GetString()));
        Assert.Equal(["opened", "acknowledged", "root_cause"], incident.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData(80, "OK")]
    [InlineData(81, "WARN")]
    public async Task near_the_runaway_limit_is_said_when_less_than_a_fifth_is_left(int orders, string status)
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Runaway = new Trading.Desk.RunawayView(orders, 100, 0, 600) });
        var component = (await Components(lobby)).Single(c => c.GetProperty("id").GetString() == "rate_limit");
        Assert.Equal((status, status == "WARN"), (component.GetProperty("status").GetString(), component.GetProperty("summary").GetString() == "NEAR LIMIT"));
    }

    [Fact]
    public async Task a_root_cause_given_with_a_request_is_kept_with_the_record_of_the_p0()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Desk.Send(new Trading.Desk.DeskCommand.EngageHold("desk", "naked_bound", "hedging"));
        Watch(lobby, w => w with { Incidents = [Incident.Open("inc1-1", 1, HoldSeverity.P0, "naked_bound", "hedging", "one leg", Noon), Incident.Open("inc1-2", 2, HoldSeverity.P1, "clock_skew", "clock", "", Noon)] });
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x","root_cause":"okx was away"}""")).Status);
        var incidents = (await lobby.Who("viewer").Get("/api/ui/incidents")).Json.GetProperty("incidents");
        Assert.Equal(("okx was away", "operator-a"), (incidents[0].GetProperty("root_cause").GetString(), incidents[0].GetProperty("root_cause_by").GetString()));
        Assert.Equal(JsonValueKind.Null, incidents[1].GetProperty("root_cause").ValueKind);
    }

    [Fact]
    public async Task a_hold_of_the_auto_throttle_makes_no_request_to_resume_by_itself()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Desk.Send(new Trading.Desk.DeskCommand.EngageHold("desk", "AUTO_THROTTLE/ORDER_REJECTIONS", "risk_guard"));
        Assert.Empty((await lobby.Who("viewer").Get("/api/ui/approvals")).Json.GetProperty("approvals").EnumerateArray());
        Assert.Equal("resume_request_missing", (await lobby.Who("b").Post("/api/ui/resume-confirm", """{"token":"x"}""")).Detail);
    }

    [Fact]
    public async Task the_status_stream_asks_for_a_socket_and_a_token()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/status/stream/status")).Status);
        Assert.Equal(400, (await lobby.Who("viewer").Get("/api/ui/status/stream/status")).Status);
    }

    [Fact]
    public async Task the_overview_comes_over_the_socket_every_second()
    {
        await using var lobby = await Lobby.Open();
        using var socket = await lobby.Socket("/api/ui/status/stream/status", "viewer");
        for (var i = 0; i < 2; i++)
        {
            var overview = await Read(socket);
            Assert.True(overview.GetProperty("hold_active").GetBoolean());
            Assert.True(overview.TryGetProperty("slo", out _));
            lobby.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<JsonElement> Read(System.Net.WebSockets.WebSocket socket)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[65_536];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            whole.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonElement.Parse(whole.ToArray());
        }
    }

    private static void Watch(Lobby lobby, Func<Trading.Desk.Watch.WatchView, Trading.Desk.Watch.WatchView> change) => lobby.Desk.Set(s => s with { Watch = change(s.Watch) });

    private static async Task<List<JsonElement>> Components(Lobby lobby) => [.. (await lobby.Who("viewer").Get("/api/ui/status/components")).Json.GetProperty("components").EnumerateArray()];

    private static string? Status(List<JsonElement> components, string id) => components.Single(c => c.GetProperty("id").GetString() == id).GetProperty("status").GetString();
}
