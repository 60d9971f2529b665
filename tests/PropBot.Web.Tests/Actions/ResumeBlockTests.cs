using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Web.Tests.Actions;

/// <summary>R8: what stands against resuming is looked at when asking, when confirming, and when it takes effect.</summary>
public sealed class ResumeBlockTests
{
    private static readonly Block Partial = new("partial", "hedge h1 is partial");

    [Fact]
    public async Task a_block_refuses_the_request()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Blocks = [Partial] });
        var reply = await lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x"}""");

        Assert.Equal((409, "blocked", """["partial"]"""), (reply.Status, reply.Detail, reply.At("blocked_by")));
    }

    [Fact]
    public async Task a_block_refuses_the_confirm_and_leaves_the_request_pending()
    {
        await using var lobby = await Lobby.Open();
        await Ask(lobby);
        lobby.Desk.Set(s => s with { Blocks = [Partial] });
        Assert.Equal("blocked", (await Confirm(lobby)).Detail);
        lobby.Desk.Set(s => s with { Blocks = [] });

        Assert.Equal(200, (await Confirm(lobby)).Status);
    }

    [Fact]
    public async Task a_new_hold_reason_makes_the_confirm_409_state_changed()
    {
        await using var lobby = await Lobby.Open();
        await Ask(lobby);
        await lobby.Desk.Send(new DeskCommand.EngageHold("guard", "clock_skew", "guard"));

        Assert.Equal((409, "state_changed"), ((await Confirm(lobby)).Status, (await Confirm(lobby)).Detail));
        Assert.Equal(DeskState.Hold, lobby.Desk.Snapshot.State);
    }

    [Fact]
    public async Task a_request_survives_a_restart_and_can_still_be_confirmed()
    {
        var clock = new Testing.ManualClock();
        await using var ledger = new Testing.TestLedger(clock);
        string id;
        await using (var before = await Lobby.Open(clock: clock, ledger: ledger)) id = (await Ask(before)).At("resume_request", "id");
        await ledger.Reopen();
        await using var after = await Lobby.Open(clock: clock, ledger: ledger);

        Assert.Equal(id, (await after.Who("viewer").Get("/api/ui/status/overview")).At("resume_request", "id"));
        Assert.Equal(200, (await Confirm(after)).Status);
    }

    [Fact]
    public async Task a_request_of_somebody_who_lost_the_role_is_closed_at_the_next_start()
    {
        var clock = new Testing.ManualClock();
        await using var ledger = new Testing.TestLedger(clock);
        await using (var before = await Lobby.Open(clock: clock, ledger: ledger)) await Ask(before);
        await ledger.Reopen();
        await using var after = await Lobby.Open(clock: clock, ledger: ledger, roleOfA: Workflows.Approvals.Role.Viewer);
        await Testing.Condition.Holds(() => ledger.Audits().Any(row => row.Contains("requester_lost_role", StringComparison.Ordinal)), "the clerk closes it");

        Assert.Equal((409, "state_changed"), ((await Confirm(after)).Status, (await Confirm(after)).Detail));
    }

    [Fact]
    public async Task the_requester_can_withdraw_and_the_list_shows_it()
    {
        await using var lobby = await Lobby.Open();
        await Ask(lobby);
        Assert.Equal("withdrawn", (await lobby.Who("a").Post("/api/ui/resume-withdraw")).At("approval", "status"));

        Assert.Empty((await lobby.Who("viewer").Get("/api/ui/approvals?status=pending")).Json.GetProperty("approvals").EnumerateArray());
        Assert.Single((await lobby.Who("viewer").Get("/api/ui/approvals")).Json.GetProperty("approvals").EnumerateArray());
    }

    private static Task<Lobby.Reply> Ask(Lobby lobby) => lobby.Who("a").Post("/api/ui/resume-request", """{"reason":"x"}""");

    private static Task<Lobby.Reply> Confirm(Lobby lobby) => lobby.Who("b").Post("/api/ui/resume-confirm", $$"""{"token":"{{Lobby.ApproveToken}}"}""");
}
