using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Positions;

namespace PropBot.Web.Tests.Endpoints;

public sealed class ReadTests
{
    [Fact]
    public async Task health_is_ok_while_the_desk_is_alive_the_ledger_writable_and_the_auto_hedge_without_error()
    {
        await using var lobby = await Lobby.Open();
        var well = await lobby.Who().Get("/healthz");
        Assert.Equal((200, "true"), (well.Status, well.At("ok")));
        lobby.Desk.Set(s => s with { AutoHedge = s.AutoHedge with { LastResult = "ERROR: no route" } });
        Assert.Equal((503, "false"), ((await lobby.Who().Get("/healthz")).Status, (await lobby.Who().Get("/health")).At("ok")));
        lobby.Desk.Set(s => s with { AutoHedge = s.AutoHedge with { Enabled = false } });
        Assert.Equal(200, (await lobby.Who().Get("/healthz")).Status);
        lobby.Desk.Set(s => s with { LedgerWritable = false });
        Assert.Equal(503, (await lobby.Who().Get("/healthz")).Status);
        lobby.Desk.Set(s => s with { LedgerWritable = true });
        lobby.Clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(200, (await lobby.Who().Get("/healthz")).Status);
        lobby.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(503, (await lobby.Who().Get("/healthz")).Status);
    }

    [Fact]
    public async Task health_waits_for_the_first_preflight_but_not_for_ever()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { PreflightAt = null });
        var starting = await lobby.Who().Get("/healthz");
        Assert.Equal((503, "true", "true"), (starting.Status, starting.At("starting"), starting.At("desk_alive")));
        lobby.Clock.Advance(TimeSpan.FromSeconds(15));
        lobby.Desk.Set(s => s);
        Assert.Equal(200, (await lobby.Who().Get("/healthz")).Status);
    }

    [Fact]
    public async Task the_overview_keeps_the_predecessors_fields_and_adds_flags()
    {
        await using var lobby = await Lobby.Open();
        var overview = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json;

        foreach (var name in new[]
        {
            "ts", "overall", "scores", "slo", "thresholds", "components", "alerts", "build_version", "hold_active", "hold_reason", "hold_source", "safety", "clock_skew_s", "mode", "safe_mode",
            "dry_run_mode", "two_man_resume_required", "resume_pending", "operational_flags", "runaway_guard", "auto_hedge", "flags",
        })
            Assert.True(overview.TryGetProperty(name, out _), $"{name} is missing");
        Assert.Equal(-0.04m, overview.GetProperty("clock_skew_s").GetDecimal());
        Assert.Equal("2026-01-05T12:00:00.000000+00:00", overview.GetProperty("ts").GetString());
        Assert.Equal(300, overview.GetProperty("runaway_guard").GetProperty("limits").GetProperty("max_orders_per_min").GetInt32());
        foreach (var component in overview.GetProperty("components").EnumerateArray())
        {
            Assert.Equal(["group", "id", "links", "metrics", "status", "summary", "title"], component.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
            Assert.Contains(component.GetProperty("status").GetString(), new[] { "OK", "WARN", "ERROR", "HOLD" });
        }
    }

    [Fact]
    public async Task overall_is_hold_then_error_then_ok()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal("HOLD", await Overall(lobby));
        lobby.Desk.Enter(DeskState.Run);
        Assert.Equal("OK", await Overall(lobby));
        lobby.Desk.Set(s => s with { Runaway = s.Runaway with { OrdersLastMinute = 241 } });
        Assert.Equal("WARN", await Overall(lobby));
        lobby.Desk.Set(s => s with { LedgerWritable = false });
        Assert.Equal("ERROR", await Overall(lobby));
        lobby.Desk.Set(s => s with { Preflight = [s.Preflight[0] with { Green = false }] });
        Assert.Equal("HOLD", await Overall(lobby));
    }

    [Fact]
    public async Task without_hedges_positions_have_the_empty_form()
    {
        await using var lobby = await Lobby.Open();
        var empty = (await lobby.Who("viewer").Get("/api/ui/positions")).Json;

        Assert.Equal((0, "{}", 0m), (empty.GetProperty("positions").GetArrayLength(), empty.GetProperty("exposure").GetRawText(), empty.GetProperty("totals").GetProperty("unrealized_pnl_usdt").GetDecimal()));
    }

    [Fact]
    public async Task positions_have_both_legs_with_marks_exposure_and_pnl()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge("h1", "BTCUSDT", HedgeState.Hedged, "auto_hedge", s.At)] });
        var all = (await lobby.Who("viewer").Get("/api/ui/positions")).Json;
        var hedge = all.GetProperty("positions")[0];
        var (longLeg, shortLeg) = (hedge.GetProperty("legs")[0], hedge.GetProperty("legs")[1]);

        Assert.Equal(("open", "binance", "okx", 25m), (hedge.GetProperty("status").GetString(), hedge.GetProperty("long_venue").GetString(), hedge.GetProperty("short_venue").GetString(), hedge.GetProperty("entry_spread_bps").GetDecimal()));
        Assert.Equal(("long", "short", "filled", 2m), (longLeg.GetProperty("side").GetString(), shortLeg.GetProperty("side").GetString(), longLeg.GetProperty("status").GetString(), longLeg.GetProperty("leverage").GetDecimal()));
        // Marks 59,999.5 and 60,150.5 against entries 50,000 and 50,125, 0.02 BTC each way.
        Assert.Equal((199.99m, -200.51m, -0.52m), (longLeg.GetProperty("unrealized_pnl_usdt").GetDecimal(), shortLeg.GetProperty("unrealized_pnl_usdt").GetDecimal(), all.GetProperty("totals").GetProperty("unrealized_pnl_usdt").GetDecimal()));
        Assert.Equal((1199.99m, 0m), (all.GetProperty("exposure").GetProperty("binance").GetProperty("long_notional").GetDecimal(), all.GetProperty("exposure").GetProperty("binance").GetProperty("short_notional").GetDecimal()));
        Assert.Equal(-1203.01m, all.GetProperty("exposure").GetProperty("okx").GetProperty("net_usdt").GetDecimal());
        Assert.False(longLeg.GetProperty("mark_stale").GetBoolean());
    }

    [Fact]
    public async Task without_a_mark_the_entry_stands_in_and_says_so()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge("h1", "BTCUSDT", HedgeState.Partial, "a", s.At)], Pairs = [] });
        var leg = (await lobby.Who("viewer").Get("/api/ui/positions")).Json.GetProperty("positions")[0].GetProperty("legs")[0];

        Assert.Equal((50_000m, true, 0m, "partial"), (leg.GetProperty("mark_price").GetDecimal(), leg.GetProperty("mark_stale").GetBoolean(), leg.GetProperty("unrealized_pnl_usdt").GetDecimal(), leg.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task closed_hedges_are_listed_and_count_in_no_exposure_and_simulated_ones_neither()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge("h1", "BTCUSDT", HedgeState.Hedged, "a", s.At), FakeDesk.Hedge("h2", "BTCUSDT", HedgeState.Hedged, "a", s.At) with { Simulated = true }] });
        await lobby.Who("a").Post("/api/ui/close_exposure", """{"symbol":"BTCUSDT"}""");
        var all = (await lobby.Who("viewer").Get("/api/ui/positions")).Json;

        Assert.Equal(["closed", "closed"], all.GetProperty("positions").EnumerateArray().Select(p => p.GetProperty("status").GetString()));
        Assert.Equal("{}", all.GetProperty("exposure").GetRawText());
    }

    [Fact]
    public async Task the_hedge_log_gives_the_last_entries_oldest_first()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Ledger.Write(tx =>
        {
            for (var i = 1; i <= 5; i++) tx.Execute("INSERT INTO hedge_log (at, json) VALUES (?1, ?2)", (long)i, $$"""{"result":"accepted","n":{{i}}}""");
        });
        var log = (await lobby.Who("viewer").Get("/api/ui/hedge/log?limit=2")).Json;

        Assert.Equal([4, 5], log.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("n").GetInt32()));
    }

    [Fact]
    public async Task a_snapshot_by_get_or_post_writes_a_file_that_equals_the_answer_and_tells_no_secret()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Who("a").Post("/api/ui/hold", """{"reason":"pasted planted-secret-value by mistake"}""");
        var (first, second) = (await lobby.Who("viewer").Get("/api/ui/snapshot"), await lobby.Who("a").Post("/api/ui/snapshot"));

        Assert.Equal((200, 200), (first.Status, second.Status));
        var path = first.At("metadata", "snapshot_path");
        Assert.NotEqual(path, second.At("metadata", "snapshot_path"));
        Assert.Equal(first.Json.GetRawText(), JsonSerializer.Serialize(JsonDocument.Parse(await File.ReadAllTextAsync(path)).RootElement, Web.Endpoints.ApiJson.Options));
        Assert.DoesNotContain("planted-secret-value", first.Text, StringComparison.Ordinal);
        Assert.Equal("***redacted***", first.At("runtime_state", "hold_reason"));
        Assert.Equal("***redacted***", (await lobby.Who("viewer").Get("/api/ui/status/overview")).At("safety", "hold_reason"));
    }

    [Fact]
    public async Task control_state_and_state_show_the_same_control()
    {
        await using var lobby = await Lobby.Open();
        var state = (await lobby.Who("viewer").Get("/api/ui/state")).Json.GetProperty("control");
        var control = (await lobby.Who("viewer").Get("/api/ui/control-state")).Json;

        foreach (var field in state.EnumerateObject()) Assert.Equal(field.Value.GetRawText(), control.GetProperty(field.Name).GetRawText());
        Assert.Equal(4.5m, state.GetProperty("taker_fee_bps_binance").GetDecimal());
    }

    [Fact]
    public async Task hold_answers_like_the_predecessor_and_keeps_its_reason()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var plain = await lobby.Who("a").Post("/api/ui/hold");
        Assert.Equal(("HOLD", "true", "manual_hold"), (plain.At("mode"), plain.At("hold_active"), plain.At("safety", "hold_reason")));
        Assert.Equal("drill", (await lobby.Who("b").Post("/api/ui/hold", """{"reason":"drill","extra":1}""")).At("safety", "hold_reason"));
    }

    [Fact]
    public async Task the_schema_lists_every_door_under_api()
    {
        await using var lobby = await Lobby.Open();
        var schema = (await lobby.Who().Get("/openapi/v1.json")).Json;
        var paths = schema.GetProperty("paths");
        Assert.Equal("bearer", schema.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());

        foreach (var path in new[] { "/healthz", "/api/ui/status/overview", "/api/ui/hold", "/api/ui/resume-confirm", "/api/ui/control", "/api/arb/execute", "/api/ui/hedge/log" })
            Assert.True(paths.TryGetProperty(path, out _), $"{path} is not documented");
    }

    [Fact]
    public void the_age_of_data_is_that_of_the_venue_further_behind_and_of_the_desk()
    {
        var clock = new Testing.ManualClock();
        var desk = new FakeDesk(clock);
        var start = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(10));
        desk.Set(s => s with { Pairs = [.. s.Pairs.Select(p => p with { Quotes = [p.Quotes[0] with { UpdatedAt = start.AddSeconds(9) }, p.Quotes[1] with { UpdatedAt = start.AddSeconds(6) }] })] });
        Assert.Equal(TimeSpan.FromSeconds(4), Web.Dashboard.DeskPage.DataAge(desk.Snapshot, clock.GetUtcNow()));
        desk.Set(s => s with { Pairs = [s.Pairs[0] with { Quotes = [s.Pairs[0].Quotes[0], s.Pairs[0].Quotes[1] with { UpdatedAt = null }] }] });
        Assert.Null(Web.Dashboard.DeskPage.DataAge(desk.Snapshot, clock.GetUtcNow()));
    }

    private static async Task<string> Overall(Lobby lobby) => (await lobby.Who("viewer").Get("/api/ui/status/overview")).At("overall");
}
