using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Web.Tests.Actions;

public sealed class ControlPatchTests
{
    [Fact]
    public async Task names_what_changed_and_what_it_ignored()
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":1.2,"order_notional_usdt":1000,"loop_pair":" btcusdt ","pair":"x","wings":2}""");

        Assert.Equal(200, reply.Status);
        Assert.Equal("""{"min_spread_bps":1.2,"loop_pair":"BTCUSDT"}""", reply.At("changes"));
        Assert.Equal("""["pair","wings"]""", reply.At("ignored"));
        Assert.Equal(("1.2", "BTCUSDT"), (reply.At("control", "min_spread_bps"), reply.At("control", "loop_pair")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"min_spread_bps":null,"safe_mode":null}""")]
    [InlineData("""{"min_spread_bps":1,"safe_mode":true,"auto_loop":"yes"}""")]
    public async Task nothing_new_is_200_with_empty_changes(string body)
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Patch("/api/ui/control", body);

        Assert.Equal((200, "{}"), (reply.Status, reply.At("changes")));
    }

    [Theory]
    [InlineData("""{"max_slippage_bps":50.1}""", "max_slippage_bps")]
    [InlineData("""{"min_spread_bps":-0.1}""", "min_spread_bps")]
    [InlineData("""{"min_spread_bps":100.1}""", "min_spread_bps")]
    [InlineData("""{"order_notional_usdt":0.5}""", "order_notional_usdt")]
    [InlineData("""{"order_notional_usdt":1000000.01}""", "order_notional_usdt")]
    [InlineData("""{"poll_interval_sec":0}""", "poll_interval_sec")]
    [InlineData("""{"poll_interval_sec":1.5}""", "poll_interval_sec")]
    [InlineData("""{"loop_pair":"DOGEUSDT"}""", "loop_pair")]
    [InlineData("""{"loop_venues":["kraken"]}""", "loop_venues")]
    [InlineData("""{"mode":"FLY"}""", "mode")]
    public async Task out_of_range_is_422_and_changes_nothing(string body, string field)
    {
        await using var lobby = await Lobby.Open();
        var reply = await lobby.Who("a").Patch("/api/ui/control", body);

        Assert.Equal((422, field), (reply.Status, reply.Json.GetProperty("detail")[0].GetProperty("loc")[1].GetString()));
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task mode_hold_is_hold_and_mode_run_is_resume()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((423, "hold_active"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"mode":"RUN"}""")));
        lobby.Desk.Enter(DeskState.Standby);
        Assert.Equal("RUN", (await lobby.Who("a").Patch("/api/ui/control", """{"mode":"RUN"}""")).At("changes", "mode"));
        var hold = await lobby.Who("a").Patch("/api/ui/control", """{"mode":"hold","dry_run_only":true}""");

        Assert.Equal((200, "HOLD", "true"), (hold.Status, hold.At("changes", "mode"), hold.At("changes", "dry_run")));
        Assert.Equal("manual_hold", lobby.Desk.Snapshot.ShownHoldReason!.Code);
    }

    [Fact]
    public async Task safe_mode_is_not_left_in_hold()
    {
        await using var lobby = await Lobby.Open();

        Assert.Equal((423, "hold_active"), Lock(await lobby.Who("a").Patch("/api/ui/control", """{"safe_mode":false}""")));
    }

    [Fact]
    public async Task loosening_needs_safe_mode_and_tightening_does_not()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        Assert.Equal((403, "safe_mode_required"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":0.5}""")));
        Assert.Equal(200, (await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":3,"max_slippage_bps":1,"order_notional_usdt":500,"auto_loop":false}""")).Status);
        Assert.Equal(200, (await lobby.Who("a").Patch("/api/ui/control", """{"safe_mode":true,"min_spread_bps":0.5}""")).Status);

        Assert.Equal((DeskState.RunSafe, 0.5m, 500m), (lobby.Desk.Snapshot.State, lobby.Desk.Snapshot.Control.MinSpreadBps, lobby.Desk.Snapshot.Control.OrderNotionalUsdt));
    }

    [Fact]
    public async Task on_live_a_patch_tightens_only()
    {
        await using var lobby = await Lobby.Open(options => options with { Profile = "live" });
        lobby.Desk.Set(s => s with { Profile = "live", State = DeskState.StandbySafe });

        Assert.Equal((403, "profile_forbids"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":0.5}""")));
        Assert.Equal((403, "two_people_required"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"safe_mode":false}""")));
        Assert.Equal(200, (await lobby.Who("a").Patch("/api/ui/control", """{"min_spread_bps":5}""")).Status);
    }

    [Fact]
    public async Task dry_run_and_the_two_person_rule_are_not_left_by_a_patch()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { DryRun = true });

        Assert.Equal((403, "two_people_required"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"dry_run_only":false}""")));
        Assert.Equal((403, "two_people_required"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"two_man_rule":false}""")));
        Assert.Equal((403, "two_people_required"), Code(await lobby.Who("a").Patch("/api/ui/control", """{"mode":"HOLD","two_man_rule":false}""")));
        Assert.Single(lobby.Desk.Commands.OfType<DeskCommand.EngageHold>());
    }

    private static (int, string) Code(Lobby.Reply reply) => (reply.Status, reply.Detail);

    private static (int, string) Lock(Lobby.Reply reply) => (reply.Status, reply.At("detail", "error"));
}
