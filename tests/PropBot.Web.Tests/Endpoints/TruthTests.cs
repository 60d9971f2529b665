using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Web.Tests.Endpoints;

public sealed class TruthTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task the_pnl_history_is_newest_first_within_its_limit()
    {
        await using var lobby = await Lobby.Open();
        for (var i = 0; i < 3; i++)
        {
            var snapshot = PnlSnapshot.Draw(Noon.AddMinutes(5 * i), "periodic", [], Marks.None, i);
            await lobby.Ledger.Write(tx => TruthStore.InsertSnapshot(tx, snapshot));
        }

        var history = (await lobby.Who("viewer").Get("/api/ui/pnl_history?limit=2")).Json;
        Assert.Equal(2, history.GetProperty("count").GetInt32());
        Assert.Equal([2m, 1m], history.GetProperty("snapshots").EnumerateArray().Select(s => s.GetProperty("pnl_totals").GetProperty("realized").GetDecimal()));
        Assert.Equal(422, (await lobby.Who("viewer").Get("/api/ui/pnl_history?limit=501")).Status);
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/pnl_history")).Status);
    }

    [Fact]
    public async Task alerts_are_newest_first_in_the_predecessors_shape_and_since_is_inclusive()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Ledger.Write(tx =>
        {
            for (var i = 0; i < 3; i++)
                tx.Execute("insert into alert(at,kind,text,extra,active,alert_id) values(?1,?2,?3,?4,?5,?6)", Noon.AddMinutes(i), $"kind{i}", "text", i == 0 ? null : "{\"reason\":\"x\"}", i == 0 ? (bool?)null : true, i == 0 ? null : "id");
        });
        var all = (await lobby.Who("viewer").Get("/api/ui/alerts")).Json.GetProperty("alerts").EnumerateArray().ToList();
        Assert.Equal(["kind2", "kind1", "kind0"], all.Select(a => Text(a, "kind")));
        Assert.Equal(["ts", "kind", "text", "extra", "active", "alert_id"], all[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["ts", "kind", "text"], all[2].EnumerateObject().Select(p => p.Name));
        Assert.Equal("2026-01-05T12:02:00.000000+00:00", Text(all[0], "ts"));
        Assert.Equal(2, (await lobby.Who("viewer").Get("/api/ui/alerts?since=2026-01-05T12:01:00Z")).Json.GetProperty("alerts").GetArrayLength());
        Assert.Equal(3, (await lobby.Who("viewer").Get("/api/ui/alerts?since=yesterday")).Json.GetProperty("alerts").GetArrayLength());
        Assert.Equal(422, (await lobby.Who("viewer").Get("/api/ui/alerts?limit=501")).Status);
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/alerts")).Status);
    }

    [Fact]
    public async Task the_proof_of_a_kill_is_read_as_the_venues_gave_it()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Ledger.Write(tx =>
        {
            foreach (var (kill, minute) in new[] { ("kill1", 0), ("kill2", 5) })
                foreach (var venue in new[] { "okx", "binance" })
                    for (var read = 1; read <= 2; read++)
                        tx.Execute(
                            "insert into kill_proof(kill_id,venue,read,asked_at,answered_at,open_orders,open_positions,answers) values(?1,?2,?3,?4,?5,0,null,?6)",
                            kill, venue, read, Noon.AddMinutes(minute), Noon.AddMinutes(minute), """[{"call":"GET /open","status":200,"body":"[] planted-secret-value"}]""");
        });
        var kills = (await lobby.Who("auditor").Get("/api/ui/kills?limit=1")).Json.GetProperty("kills");
        var newest = Assert.Single(kills.EnumerateArray());
        Assert.Equal("kill2", Text(newest, "kill_id"));
        var reads = newest.GetProperty("reads").EnumerateArray().ToList();
        Assert.Equal([("binance", 1), ("binance", 2), ("okx", 1), ("okx", 2)], reads.Select(r => (Text(r, "venue"), r.GetProperty("read").GetInt32())));
        var answer = reads[0].GetProperty("answers").EnumerateArray().Single();
        Assert.Equal(("GET /open", 200), (Text(answer, "call"), answer.GetProperty("status").GetInt32()));
        Assert.DoesNotContain("planted-secret-value", newest.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, (await lobby.Who("viewer").Get("/api/ui/kills")).Json.GetProperty("kills").GetArrayLength());
        Assert.Equal(422, (await lobby.Who("viewer").Get("/api/ui/kills?limit=51")).Status);
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/kills")).Status);
    }

    /// <summary>Runbook: NEAR LIMIT when less than 20 % of a limit is left.</summary>
    [Theory]
    [InlineData(240, 0, false)]
    [InlineData(241, 0, true)]
    [InlineData(0, 480, false)]
    [InlineData(0, 481, true)]
    public async Task near_a_limit_of_the_runaway_guard_it_says_so(int orders, int cancels, bool near)
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Runaway = new(orders, 300, cancels, 600) });
        var overview = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json;
        Assert.Equal(near, overview.GetProperty("runaway_guard").GetProperty("near_limit").GetBoolean());
        var component = overview.GetProperty("components").EnumerateArray().Single(c => Text(c, "id") == "rate_limit");
        Assert.Equal(near ? ("WARN", "NEAR LIMIT") : ("OK", "below the limits"), (Text(component, "status"), Text(component, "summary")));
    }

    [Fact]
    public async Task a_desync_shows_in_safety_flags_component_and_its_own_read()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Truth = s.Truth with { Reconciliation = Desync() } });
        var overview = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json;
        Assert.True(overview.GetProperty("flags").GetProperty("desync").GetBoolean());
        var safety = overview.GetProperty("safety");
        Assert.True(safety.GetProperty("desync_detected").GetBoolean());
        var issue = safety.GetProperty("reconciliation").GetProperty("issues").EnumerateArray().Single();
        Assert.Equal(("unexpected_exchange_position", "okx", "BTCUSDT", "long"), (Text(issue, "kind"), Text(issue, "venue"), Text(issue, "symbol"), Text(issue, "side")));
        Assert.Equal((0m, 0.5m, 2), (issue.GetProperty("expected_size").GetDecimal(), issue.GetProperty("actual_size").GetDecimal(), issue.GetProperty("seen").GetInt32()));
        var recon = overview.GetProperty("components").EnumerateArray().Single(c => Text(c, "id") == "recon");
        Assert.Equal("ERROR", Text(recon, "status"));
        Assert.StartsWith("STATE DESYNC", Text(recon, "summary"), StringComparison.Ordinal);
        Assert.Equal("desync", Text((await lobby.Who("viewer").Get("/api/ui/reconciliation")).Json, "phase"));
    }

    [Fact]
    public async Task the_days_loss_says_what_it_is_or_why_nobody_can_tell()
    {
        await using var lobby = await Lobby.Open();
        var unknown = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json.GetProperty("daily_loss");
        Assert.Equal("not evaluated yet", Text(unknown, "cannot_evaluate"));
        var known = new DailyLossReading.Known(Money.OfUsdt(60m), Money.OfUsdt(1000m), Noon, Money.OfUsdt(0m), Money.OfUsdt(940m));
        lobby.Desk.Set(s => s with { Truth = s.Truth with { DailyLoss = known, DailyLossLimit = 50m } });
        var loss = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json.GetProperty("daily_loss");
        Assert.Equal((60m, true), (loss.GetProperty("lost_usdt").GetDecimal(), loss.GetProperty("reached").GetBoolean()));
    }

    [Fact]
    public async Task the_edge_ledger_of_an_empty_book_is_empty_and_sums_nothing()
    {
        await using var lobby = await Lobby.Open();
        var ledger = (await lobby.Who("viewer").Get("/api/ui/edge_ledger")).Json;
        Assert.Empty(ledger.GetProperty("hedges").EnumerateArray());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, ledger.GetProperty("total").ValueKind);
    }

    private static Convergence Desync()
    {
        var state = Convergence.Start;
        for (var i = 1; i <= 2; i++)
        {
            VenueWord[] words =
            [
                new(Venue.Binance, Noon.AddSeconds(i)) { Positions = [], OpenOrders = [], Balances = [] },
                new(Venue.Okx, Noon.AddSeconds(i))
                {
                    Positions = [new PositionFact(Venue.Okx, "BTCUSDT", 0.5m, new Price(60_000m), null, null, null, null, Noon)],
                    OpenOrders = [],
                    Balances = [],
                },
            ];
            var options = new ReconciliationOptions { DustUsdt = 1_000_000m };
            state = state.After(Reconciler.Reconcile(new ReconcileFacts(new LedgerBelief(), words, new Dictionary<string, Price> { ["BTCUSDT"] = new(60_000m) }, options)), options);
        }

        return state;
    }

    private static string? Text(System.Text.Json.JsonElement element, string name) => element.GetProperty(name).GetString();
}
