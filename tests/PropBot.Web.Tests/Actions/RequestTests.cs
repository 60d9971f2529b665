using System.Text.Json;
using PropBot.Trading.Control;

namespace PropBot.Web.Tests.Actions;

public class RequestTests
{
    private const string Confirm = """{"token":"second-factor-of-the-test"}""";

    [Fact]
    public async Task a_limit_is_raised_by_two_people_and_the_answer_names_the_new_value()
    {
        await using var lobby = await Lobby.Open();
        var asked = await lobby.Who("a").Post("/api/ui/risk/limit-request", """{"limit":"max_position_usdt","value":250,"reason":"deeper books"}""");
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        var id = asked.At("request_id");
        Assert.Contains("250", asked.At("request", "preview"), StringComparison.Ordinal);

        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post("/api/ui/risk/limit-approve", Approve(id))));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post("/api/ui/risk/limit-approve", Approve(id, "wrong"))));
        Assert.Equal(100m, lobby.Desk.Snapshot.Limits.Single(view => view.Limit == "max_position_usdt").Value);
        var approved = await lobby.Who("b").Post("/api/ui/risk/limit-approve", Approve(id));
        Assert.Equal((200, "approved"), (approved.Status, approved.At("status")));
        Assert.Equal(250m, lobby.Desk.Snapshot.Limits.Single(view => view.Limit == "max_position_usdt").Value);
        Assert.Equal((409, "request_not_pending"), Of(await lobby.Who("b").Post("/api/ui/risk/limit-approve", Approve(id))));
    }

    [Theory]
    [InlineData("""{"value":250,"reason":"x"}""", "risk_limit_required")]
    [InlineData("""{"limit":"max_position_usdt","reason":"x"}""", "risk_limit_value_required")]
    [InlineData("""{"limit":"max_position_usdt","value":250}""", "risk_limit_reason_required")]
    [InlineData("""{"limit":"max_everything","value":250,"reason":"x"}""", "risk_limit_unsupported")]
    [InlineData("""{"limit":"max_position_usdt","value":-1,"reason":"x"}""", "risk_limit_invalid_value")]
    [InlineData("""{"limit":"max_position_usdt","value":100,"reason":"x"}""", "risk_limit_must_increase")]
    [InlineData("""{"limit":"max_open_orders","value":9,"reason":"x"}""", "risk_limit_must_increase")]
    public async Task a_request_that_makes_no_sense_is_refused_with_its_code_and_nothing_is_asked(string body, string code)
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((400, code), Of(await lobby.Who("a").Post("/api/ui/risk/limit-request", body)));
        Assert.Equal("[]", (await lobby.Who("viewer").Get("/api/ui/approvals")).At("approvals"));
    }

    [Fact]
    public async Task an_unknown_request_is_not_found()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((404, "request_not_found"), Of(await lobby.Who("b").Post("/api/ui/risk/limit-approve", Approve("nope"))));
        Assert.Equal((404, "request_not_found"), Of(await lobby.Who("b").Post("/api/ui/approvals/nope/confirm", Confirm)));
    }

    [Fact]
    public async Task a_limit_that_was_lowered_meanwhile_is_not_what_was_asked_for()
    {
        await using var lobby = await Lobby.Open();
        var id = (await lobby.Who("a").Post("/api/ui/risk/limit-request", """{"limit":"max_position_usdt","value":250,"reason":"x"}""")).At("request_id");
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/risk/limit-lower", """{"limit":"max_position_usdt","value":50}""")).Status);
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post("/api/ui/risk/limit-approve", Approve(id))));
        Assert.Equal(50m, lobby.Desk.Snapshot.Limits.Single(view => view.Limit == "max_position_usdt").Value);
    }

    [Fact]
    public async Task raising_by_the_lowering_door_is_refused()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((403, "two_people_required"), Of(await lobby.Who("a").Post("/api/ui/risk/limit-lower", """{"limit":"max_position_usdt","value":101}""")));
    }

    [Fact]
    public async Task dry_run_is_not_left_in_hold_and_is_left_by_two_people_out_of_it()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { DryRun = true });
        Assert.Equal(423, (await lobby.Who("a").Post("/api/ui/dry-run/exit-request", """{"reason":"checked"}""")).Status);
        lobby.Desk.Enter(DeskState.Standby);
        Assert.Equal(202, (await lobby.Who("a").Post("/api/ui/dry-run/exit-request", """{"reason":"checked"}""")).Status);
        Assert.True(lobby.Desk.Snapshot.DryRun);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/dry-run/exit-confirm", Confirm)).Status);
        Assert.False(lobby.Desk.Snapshot.DryRun);
    }

    [Fact]
    public async Task safe_mode_is_left_by_two_people()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.StandbySafe);
        Assert.Equal(202, (await lobby.Who("a").Post("/api/ui/safe-mode/exit-request", """{"reason":"checked"}""")).Status);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post("/api/ui/safe-mode/exit-confirm", Confirm)));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/safe-mode/exit-confirm", Confirm)).Status);
        Assert.Equal(DeskState.Standby, lobby.Desk.Snapshot.State);
    }

    [Fact]
    public async Task the_requester_withdraws_another_operator_rejects_and_both_are_told()
    {
        await using var lobby = await Lobby.Open();
        foreach (var (who, door, status) in new[] { ("a", "withdraw", "withdrawn"), ("b", "reject", "rejected") })
        {
            var id = (await lobby.Who("a").Post("/api/ui/risk/limit-request", """{"limit":"max_position_usdt","value":250,"reason":"x"}""")).At("request_id");
            var closed = await lobby.Who(who).Post($"/api/ui/approvals/{id}/{door}");
            Assert.Equal((200, status), (closed.Status, closed.At("approval", "status")));
            Assert.Equal((409, "request_not_pending"), Of(await lobby.Who("b").Post("/api/ui/risk/limit-approve", Approve(id))));
        }
    }

    [Fact]
    public async Task every_door_of_two_people_is_shut_to_a_viewer_and_an_auditor()
    {
        await using var lobby = await Lobby.Open();
        foreach (var who in new[] { "viewer", "auditor" })
            foreach (var path in new[] { "risk/limit-request", "risk/limit-approve", "risk/limit-lower", "safe-mode/exit-request", "safe-mode/exit-confirm", "dry-run/exit-request", "dry-run/exit-confirm", "approvals/x/confirm", "approvals/x/reject", "approvals/x/withdraw" })
                Assert.Equal(403, (await lobby.Who(who).Post($"/api/ui/{path}", "{}")).Status);
    }

    [Fact]
    public async Task the_mirror_of_approvals_holds_the_predecessors_record()
    {
        await using var lobby = await Lobby.Open();
        var id = (await lobby.Who("a").Post("/api/ui/risk/limit-request", """{"limit":"max_position_usdt","value":250,"reason":"x"}""")).At("request_id");
        var path = Path.Combine(lobby.Ledger.Directory, "ops_approvals.json");
        await Testing.Condition.Holds(() => File.Exists(path) && File.ReadAllText(path).Contains(id, StringComparison.Ordinal), "the mirror is written");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        var record = json.RootElement.EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        Assert.Equal(("raise_limit", "pending", "operator-a"), (record.GetProperty("action").GetString(), record.GetProperty("status").GetString(), record.GetProperty("requested_by").GetString()));
        Assert.Equal("250", record.GetProperty("parameters").GetProperty("value").GetString());
    }

    [Fact]
    public async Task an_instance_shows_its_state_its_journal_and_its_diagram()
    {
        await using var lobby = await Lobby.Open();
        var instance = (await lobby.Who("a").Post("/api/ui/risk/limit-request", """{"limit":"max_position_usdt","value":250,"reason":"x"}""")).At("request", "instance");
        var shown = await lobby.Who("viewer").Get($"/api/workflows/instances/{instance}");
        Assert.Equal((200, "running"), (shown.Status, shown.At("instance", "status")));
        Assert.Contains("started", shown.At("journal"), StringComparison.Ordinal);
        Assert.Contains("bpmn:process", shown.At("diagram"), StringComparison.Ordinal);
        Assert.Equal(404, (await lobby.Who("viewer").Get("/api/workflows/instances/none")).Status);
        Assert.Contains("raise-limit", (await lobby.Who("viewer").Get("/api/workflows/definitions")).Text, StringComparison.Ordinal);
        Assert.Equal(401, (await lobby.Who().Get("/api/workflows/instances")).Status);
    }

    private static string Approve(string id, string token = Lobby.ApproveToken) => JsonSerializer.Serialize(new { request_id = id, token });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Json.GetProperty("detail").ValueKind == JsonValueKind.String ? reply.Detail : reply.At("detail", "error"));
}
