using PropBot.Trading.Control;

namespace PropBot.Web.Tests;

/// <summary>The sequence at the end of the predecessor's contract §10, as the rulings want it.</summary>
public sealed class EndToEndTests
{
    [Fact]
    public async Task from_start_through_two_people_to_a_hedge_and_back_by_kill()
    {
        await using var lobby = await Lobby.Open();
        var (a, b, viewer) = (lobby.Who("a"), lobby.Who("b"), lobby.Who("viewer"));

        var start = await a.Get("/api/ui/status/overview");
        Assert.Equal(("HOLD", "restart_safe_mode", "true", "true", "true"), (start.At("overall"), start.At("hold_reason"), start.At("hold_active"), start.At("flags", "safe_mode"), start.At("flags", "hold_active")));

        await Expect(a.Post("/api/ui/resume"), 423, "hold_active");
        await Expect(b.Post("/api/ui/resume-confirm", Confirm()), 409, "resume_request_missing");
        await Expect(a.Post("/api/ui/resume-request", """{"reason":"  "}"""), 400, "reason_required");
        var asked = await a.Post("/api/ui/resume-request", """{"reason":"all clear","requested_by":"bob"}""");
        Assert.Equal((200, "operator-a", "true", "true"), (asked.Status, asked.At("resume_request", "requested_by"), asked.At("resume_request", "pending"), asked.At("hold_active")));
        var again = await b.Post("/api/ui/resume-request", """{"reason":"me too"}""");
        Assert.Equal(asked.At("resume_request", "id"), again.At("resume_request", "id"));
        await Expect(b.Post("/api/ui/resume-confirm", """{"token":"wrong"}"""), 401, "invalid_token");
        await Expect(viewer.Post("/api/ui/resume-confirm", Confirm()), 403, "forbidden");
        await Expect(a.Post("/api/ui/resume-confirm", Confirm()), 403, "same_operator");

        var confirmed = await b.Post("/api/ui/resume-confirm", Confirm());
        Assert.Equal((200, "true", "false"), (confirmed.Status, confirmed.At("hold_cleared"), confirmed.At("hold_active")));
        Assert.Equal("operator-b", confirmed.At("safety", "resume_request", "approved_by"));
        await Expect(b.Post("/api/ui/resume-confirm", Confirm()), 409, "hold_not_active");
        await Expect(a.Post("/api/ui/resume-request", """{"reason":"again"}"""), 409, "hold_not_active");
        await Expect(a.Post("/api/ui/resume"), 403, "safe_mode");
        await Expect(a.Post("/api/arb/execute", Execute()), 403, "safe_mode");

        var patched = await a.Patch("/api/ui/control", """{"safe_mode":false}""");
        Assert.Equal((200, "false", "false"), (patched.Status, patched.At("changes", "safe_mode"), patched.At("control", "safe_mode")));
        Assert.Equal(423, (await a.Post("/api/arb/execute", Execute())).Status);
        var run = await a.Post("/api/ui/resume");
        Assert.Equal((200, "RUN", "false"), (run.Status, run.At("mode"), run.At("hold_active")));
        Assert.Equal("OK", (await a.Get("/api/ui/status/overview")).At("overall"));

        var executed = await a.Post("/api/arb/execute", Execute());
        Assert.Equal((200, "true", "executed", "binance"), (executed.Status, executed.At("success"), executed.At("status"), executed.At("cheap_exchange")));
        await Expect(a.Post("/api/arb/execute", Execute(minSpread: 1000)), 400, "spread_below_threshold");
        await Expect(a.Post("/api/arb/execute", Execute(notional: 50_001)), 400, "per_position_limit_exceeded");
        await Expect(a.Post("/api/arb/execute", Execute(leverage: 6)), 400, "leverage_limit_exceeded");

        var killed = await b.Post("/api/ui/kill");
        Assert.Equal((200, "HOLD", "true", "3"), (killed.Status, killed.At("mode"), killed.At("safe_mode"), killed.At("result", "cancelled")));
        await Expect(a.Post("/api/ui/resume"), 423, "hold_active");
        Assert.Equal("kill_switch", (await a.Post("/api/arb/execute", Execute())).At("detail", "reason"));
        Assert.Equal(DeskState.Hold, lobby.Desk.Snapshot.State);
    }

    private static string Confirm() => $$"""{"token":"{{Lobby.ApproveToken}}","actor":"whoever"}""";

    private static string Execute(int minSpread = 50, int notional = 1000, int leverage = 2) =>
        $$"""{"symbol":"BTCUSDT","min_spread":{{minSpread}},"notion_usdt":{{notional}},"leverage":{{leverage}}}""";

    private static async Task Expect(Task<Lobby.Reply> asked, int status, string code)
    {
        var reply = await asked;
        Assert.Equal((status, code), (reply.Status, reply.Detail));
    }
}
