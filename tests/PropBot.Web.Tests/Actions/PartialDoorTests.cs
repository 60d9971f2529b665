using System.Text.Json;
using PropBot.Testing;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Courier;

namespace PropBot.Web.Tests.Actions;

/// <summary>The doors of a partial hedge over the real engine, courier and file; the desk behind them is a fake (R28).</summary>
public sealed class PartialDoorTests
{
    private const string Id = "h1";
    private static readonly string Confirmed = $$"""{"token":"{{Lobby.ApproveToken}}"}""";

    [Fact]
    public async Task one_operator_unwinds_and_the_flow_tells_who()
    {
        await using var lobby = await Struck();
        var reply = await lobby.Who("a").Post($"/api/ui/hedges/{Id}/unwind", """{"reason":"no second leg to be had"}""");
        Assert.Equal((200, "unwinding"), (reply.Status, reply.At("status")));
        Assert.Contains(lobby.Desk.Commands, command => command is DeskCommand.UnwindHedge { HedgeId: Id, By: "operator-a" });
        await Comes(lobby, () => Journal(lobby).Contains("close closed", StringComparison.Ordinal), "the flow is closed");
        Assert.Contains("choose unwind by operator-a", Journal(lobby), StringComparison.Ordinal);
    }

    [Fact]
    public async Task unwinding_goes_on_without_flow_or_ledger_and_nothing_stands_alone_is_said()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((404, "hedge_not_found"), Of(await With(lobby, _ => new CommandResult.Refused("hedge_not_found", "no")).Who("a").Post("/api/ui/hedges/none/unwind")));
        lobby.Desk.OnPartial = _ => null;
        lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge(Id, "BTCUSDT", Trading.Positions.HedgeState.Hedged, "x", lobby.Clock.GetUtcNow())] });
        Assert.Equal("nothing_stands_alone", (await lobby.Who("a").Post($"/api/ui/hedges/{Id}/unwind")).At("status"));
    }

    [Fact]
    public async Task completing_takes_two_people_and_sends_exactly_what_both_saw()
    {
        await using var lobby = await Struck();
        var asked = await Asked(lobby);
        Assert.Equal("0.02", asked.At("request", "parameters", "quantity"));
        Assert.Equal("50050", asked.At("request", "parameters", "worst_price"));
        Assert.Equal(202, (await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-request", """{"reason":"again"}""")).Status);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post($"/api/ui/hedges/{Id}/complete-confirm", Confirmed)));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-confirm", """{"token":"wrong"}""")));
        Assert.DoesNotContain(lobby.Desk.Commands, command => command is DeskCommand.CompleteHedge);
        var confirmed = await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-confirm", Confirmed);
        Assert.Equal((200, "approved"), (confirmed.Status, confirmed.At("status")));
        await Comes(lobby, () => Journal(lobby).Contains("close closed", StringComparison.Ordinal), "the flow is closed");
        var sent = Assert.Single(lobby.Desk.Commands.OfType<DeskCommand.CompleteHedge>());
        Assert.Equal((Id, 0.02m, 50_050m, 7L, "operator-b"), (sent.HedgeId, sent.Quantity, sent.WorstPrice, sent.HoldEpoch, sent.By));
        Assert.Equal((409, "complete_hedge_request_missing"), Of(await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-confirm", Confirmed)));
    }

    [Fact]
    public async Task the_request_is_in_the_mirror_and_every_door_of_requests_takes_it()
    {
        await using var lobby = await Struck();
        var id = (await Asked(lobby)).At("request_id");
        var path = Path.Combine(lobby.Ledger.Directory, "ops_approvals.json");
        await Comes(lobby, () => File.Exists(path) && File.ReadAllText(path).Contains(id, StringComparison.Ordinal), "the mirror is written");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        var record = json.RootElement.EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        Assert.Equal(("complete_hedge", "pending", "operator-a"), (record.GetProperty("action").GetString(), record.GetProperty("status").GetString(), record.GetProperty("requested_by").GetString()));
        var closed = await lobby.Who("b").Post($"/api/ui/approvals/{id}/reject");
        Assert.Equal((200, "rejected"), (closed.Status, closed.At("approval", "status")));
        await Comes(lobby, () => Waits(lobby) == "choose", "the flow asks again");
    }

    [Fact]
    public async Task a_new_hold_or_another_quantity_since_the_request_is_state_changed()
    {
        await using var lobby = await Struck();
        await Asked(lobby);
        lobby.Desk.Set(s => s with { Partials = [s.Partials[0] with { Excess = new Trading.Amounts.Quantity(0.01m) }] });
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-confirm", Confirmed)));
        await lobby.Desk.Send(new DeskCommand.EngageHold("desk", "naked_bound", "hedging"));
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-confirm", Confirmed)));
        Assert.DoesNotContain(lobby.Desk.Commands, command => command is DeskCommand.CompleteHedge);
    }

    [Fact]
    public async Task an_approval_of_before_the_last_start_sends_nothing_and_must_be_asked_for_again()
    {
        await using var lobby = await Struck();
        var id = (await Asked(lobby)).At("request_id");
        lobby.Desk.Set(s => s with { StartedAt = lobby.Clock.GetUtcNow() + TimeSpan.FromMinutes(1) });
        await lobby.Who("b").Post($"/api/ui/hedges/{Id}/complete-confirm", Confirmed);
        await Comes(lobby, () => Waits(lobby) == "choose", "the flow asks again");
        Assert.DoesNotContain(lobby.Desk.Commands, command => command is DeskCommand.CompleteHedge);
        Assert.Contains("complete STATE_CHANGED", Journal(lobby), StringComparison.Ordinal);
        Assert.Equal((409, "request_not_pending"), Of(await lobby.Who("b").Post($"/api/ui/approvals/{id}/confirm", Confirmed)));
    }

    [Fact]
    public async Task what_cannot_be_completed_is_not_asked_for()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((404, "hedge_not_found"), Of(await lobby.Who("a").Post("/api/ui/hedges/none/complete-request", """{"reason":"x"}""")));
        lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge("whole", "BTCUSDT", Trading.Positions.HedgeState.Hedged, "x", lobby.Clock.GetUtcNow())] });
        Assert.Equal((409, "hedge_not_partial"), Of(await lobby.Who("a").Post("/api/ui/hedges/whole/complete-request", """{"reason":"x"}""")));
        lobby.Desk.StrikePartial(Id, whyNot: "book_stale");
        var refused = await lobby.Who("a").Post($"/api/ui/hedges/{Id}/complete-request", """{"reason":"x"}""");
        Assert.Equal((409, "completion_not_possible"), Of(refused));
        Assert.Contains("the book is stale (book_stale)", refused.At("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task closed_by_hand_is_proven_or_refused_with_the_figures()
    {
        await using var lobby = await Struck();
        var proof = new CommandResult.Refused("not_proven", "binance holds 0.02 BTCUSDT beyond the ledger");
        lobby.Desk.OnPartial = command => command is DeskCommand.BookByHand ? proof : null;
        var refused = await lobby.Who("a").Post($"/api/ui/hedges/{Id}/closed-by-hand", """{"reason":"sold it in the app"}""");
        Assert.Equal((409, "not_proven"), Of(refused));
        Assert.Equal(proof.Text, refused.At("message"));
        Assert.DoesNotContain("closed_by_hand", Journal(lobby), StringComparison.Ordinal);
        lobby.Desk.OnPartial = _ => null;
        Assert.Equal("booked", (await lobby.Who("a").Post($"/api/ui/hedges/{Id}/closed-by-hand", """{"reason":"sold it in the app"}""")).At("status"));
        await Comes(lobby, () => Journal(lobby).Contains("close closed", StringComparison.Ordinal), "the flow is closed");
        Assert.Contains("choose closed_by_hand by operator-a", Journal(lobby), StringComparison.Ordinal);
    }

    [Fact]
    public async Task while_nobody_chooses_the_operators_are_reminded_after_5_and_15_minutes_and_everybody_is_paged_after_30()
    {
        await using var lobby = await Struck();
        foreach (var (minutes, told) in new[] { (5, "partial_hedge_reminder"), (10, "partial_hedge_reminder,partial_hedge_reminder"), (15, "partial_hedge_reminder,partial_hedge_reminder,partial_hedge_escalated") })
        {
            lobby.Clock.Advance(TimeSpan.FromMinutes(minutes));
            await Comes(lobby, () => string.Join(',', Column(lobby, "SELECT kind FROM alert WHERE alert_id = 'partial_hedge:h1' ORDER BY id")) == told, told);
        }

        Assert.Contains("0.02 of hedge h1 stand on binance alone for 30 min, losing 1.5 USDT", Column(lobby, "SELECT text FROM alert ORDER BY id DESC LIMIT 1")[0], StringComparison.Ordinal);
        Assert.Equal("choose", Waits(lobby));
    }

    [Fact]
    public async Task every_door_is_shut_to_a_viewer_and_an_auditor_and_all_may_look()
    {
        await using var lobby = await Struck();
        foreach (var who in new[] { "viewer", "auditor" })
        {
            foreach (var door in new[] { "unwind", "complete-request", "complete-confirm", "closed-by-hand" })
                Assert.Equal(403, (await lobby.Who(who).Post($"/api/ui/hedges/{Id}/{door}", """{"reason":"x","token":"x"}""")).Status);
            Assert.Equal(Id, (await lobby.Who(who).Get("/api/ui/hedges/partial")).Json.GetProperty("partials")[0].GetProperty("hedge_id").GetString());
        }

        Assert.DoesNotContain(lobby.Desk.Commands, command => command is DeskCommand.UnwindHedge or DeskCommand.BookByHand);
    }

    /// <summary>A partial hedge whose flow waits for a choice.</summary>
    private static async Task<Lobby> Struck()
    {
        var lobby = await Lobby.Open();
        lobby.Desk.StrikePartial(Id);
        var courier = (CourierRound)lobby.Services.GetService(typeof(CourierRound))!;
        await courier.Step();
        await Comes(lobby, () => Waits(lobby) == "choose", "people are asked");
        return lobby;
    }

    private static async Task<Lobby.Reply> Asked(Lobby lobby)
    {
        var reply = await lobby.Who("a").Post($"/api/ui/hedges/{Id}/complete-request", """{"reason":"the venue is back"}""");
        Assert.Equal((202, "pending"), (reply.Status, reply.At("status")));
        return reply;
    }

    private static Lobby With(Lobby lobby, Func<DeskCommand, CommandResult?> answer)
    {
        lobby.Desk.OnPartial = answer;
        return lobby;
    }

    // The desk's answers are read from the ledger by the engine's own clock.
    private static Task Comes(Lobby lobby, Func<bool> condition, string what) => Condition.Holds(() =>
    {
        lobby.Clock.Advance(TimeSpan.FromMilliseconds(10));
        return condition();
    }, what);

    private static string Journal(Lobby lobby) => string.Join('\n', Column(lobby, "SELECT node || ' ' || outcome || ' by ' || actor FROM workflow_event ORDER BY instance, n"));

    private static string Waits(Lobby lobby) => string.Join(' ', Column(lobby, "SELECT DISTINCT node FROM workflow_wait WHERE kind IN ('task', 'job')"));

    private static List<string> Column(Lobby lobby, string sql) => ((ILedger)lobby.Ledger).Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var found = new List<string>();
        while (row.Read()) found.Add(row.GetString(0));
        return found;
    });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
