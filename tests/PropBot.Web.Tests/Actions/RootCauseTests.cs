using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Web.Tests.Actions;

/// <summary>R8: after a P0 the request to resume says what led to it, and that stays with the approval and in the audit.</summary>
public sealed class RootCauseTests
{
    private const string Ask = "/api/ui/resume-request";

    [Fact]
    public async Task after_a_p0_a_request_without_root_cause_is_refused_and_the_audit_says_so()
    {
        var clock = new Testing.ManualClock();
        await using var ledger = new Testing.TestLedger(clock);
        await using var lobby = await Lobby.Open(clock: clock, ledger: ledger);
        await lobby.Desk.Send(new DeskCommand.EngageHold("desk", "naked_bound", "hedging"));
        foreach (var body in new[] { """{"reason":"x"}""", """{"reason":"x","root_cause":"  "}""" })
        {
            var reply = await lobby.Who("a").Post(Ask, body);
            Assert.Equal((400, "root_cause_required"), (reply.Status, reply.Detail));
            Assert.Contains("naked_bound", reply.At("message"), StringComparison.Ordinal);
        }

        Assert.Contains(ledger.Audits(), row => row.Contains("root_cause_required", StringComparison.Ordinal));
        Assert.Equal("true", (await lobby.Who("viewer").Get("/api/ui/status/overview")).At("root_cause_required"));
    }

    [Fact]
    public async Task the_root_cause_goes_with_the_request_into_the_approval_and_the_audit_and_survives_a_restart()
    {
        var clock = new Testing.ManualClock();
        await using var ledger = new Testing.TestLedger(clock);
        await using (var lobby = await Lobby.Open(clock: clock, ledger: ledger))
        {
            await lobby.Desk.Send(new DeskCommand.EngageHold("desk", "liquidation:okx", "guardian"));
            var asked = await lobby.Who("a").Post(Ask, """{"reason":"x","root_cause":"margin ran out: topped up"}""");
            Assert.Equal((200, "margin ran out: topped up"), (asked.Status, asked.At("resume_request", "root_cause")));
        }

        Assert.Contains(ledger.Audits(), row => row.Contains("workflow.start", StringComparison.Ordinal) && row.Contains("margin ran out", StringComparison.Ordinal));
        await ledger.Reopen();
        await using var after = await Lobby.Open(clock: clock, ledger: ledger);
        var kept = (await after.Who("viewer").Get("/api/ui/approvals")).Json.GetProperty("approvals")[0];
        Assert.Equal("margin ran out: topped up", kept.GetProperty("parameters").GetProperty("root_cause").GetString());
    }

    [Fact]
    public async Task what_the_second_person_approves_takes_the_root_cause_to_the_desk()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Desk.Send(new DeskCommand.EngageHold("desk", "liquidation:okx", "guardian"));
        await lobby.Who("a").Post(Ask, """{"reason":"x","root_cause":"margin ran out: topped up"}""");
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/resume-confirm", $$"""{"token":"{{Lobby.ApproveToken}}"}""")).Status);

        // The desk marks the permit behind its answer: what is written after it waits for that.
        await lobby.Ledger.Write(_ => { });
        var permit = Assert.Single(lobby.Ledger.Read(db => PermitStore.Decided(db, DateTimeOffset.UnixEpoch)));
        Assert.Equal((PermitState.Used, """{"root_cause":"margin ran out: topped up"}"""), (permit.State, permit.Payload));
    }

    [Fact]
    public async Task without_a_p0_none_is_asked_for()
    {
        await using var lobby = await Lobby.Open();
        await lobby.Desk.Send(new DeskCommand.EngageHold("desk", "clock_skew", "clock"));
        Assert.Equal(200, (await lobby.Who("a").Post(Ask, """{"reason":"x"}""")).Status);
    }
}
