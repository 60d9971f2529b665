using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;

namespace PropBot.Web.Tests.Actions;

/// <summary>Thawing a strategy and turning the dial up: two people (§3.3, rulings §4).</summary>
public sealed class StrategyRequestTests
{
    private const string Name = "cross_exchange_arb";
    private const string Thaw = """{"strategy":"cross_exchange_arb","reason":"the venue is back"}""";

    [Fact]
    public async Task a_frozen_strategy_is_thawed_by_two_and_one_alone_cannot()
    {
        await using var lobby = await Frozen();
        var asked = await lobby.Who("a").Post("/api/ui/strategy/unfreeze-request", Thaw);
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        Assert.Contains("consecutive_failures", asked.At("request", "preview"), StringComparison.Ordinal);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post("/api/ui/strategy/unfreeze-confirm", Confirm(asked))));
        Assert.Equal((401, "invalid_token"), Of(await lobby.Who("b").Post("/api/ui/strategy/unfreeze-confirm", Confirm(asked, "wrong"))));
        Assert.True(Now(lobby).IsFrozen);
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/strategy/unfreeze-confirm", Confirm(asked))).Status);
        Assert.False(Now(lobby).IsFrozen);
    }

    [Fact]
    public async Task what_is_not_frozen_unknown_or_blocked_is_not_asked_for()
    {
        await using var lobby = await Frozen();
        Assert.Equal((404, "unknown_strategy"), Of(await lobby.Who("a").Post("/api/ui/strategy/unfreeze-request", """{"strategy":"no_such","reason":"x"}""")));
        lobby.Desk.Set(s => s with { Blocks = [new Block("partial_hedge", "hedge h1 is partial")] });
        Assert.Equal((409, "blocked"), Of(await lobby.Who("a").Post("/api/ui/strategy/unfreeze-request", Thaw)));
        lobby.Desk.Set(s => s with { Blocks = [], Measures = s.Measures with { Strategies = Plan(Now(lobby).Thaw()) } });
        Assert.Equal((409, "strategy_not_frozen"), Of(await lobby.Who("a").Post("/api/ui/strategy/unfreeze-request", Thaw)));
    }

    [Fact]
    public async Task another_freeze_than_the_one_shown_is_not_thawed()
    {
        await using var lobby = await Frozen();
        var asked = await lobby.Who("a").Post("/api/ui/strategy/unfreeze-request", Thaw);
        lobby.Desk.Set(s => s with { Measures = s.Measures with { Strategies = Plan(Now(lobby) with { Frozen = "daily_loss" }) } });
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post("/api/ui/strategy/unfreeze-confirm", Confirm(asked))));
        Assert.True(Now(lobby).IsFrozen);
    }

    [Fact]
    public async Task above_fifty_the_dial_waits_for_a_second_operator()
    {
        await using var lobby = await Lobby.Open();
        var asked = await lobby.Who("a").Post("/api/ui/rpi-request", """{"value":60,"reason":"calm"}""");
        Assert.Equal((202, "pending"), (asked.Status, asked.At("status")));
        Assert.Equal(50, lobby.Desk.Snapshot.Measures.Dial.Value);
        Assert.Equal((403, "same_operator"), Of(await lobby.Who("a").Post("/api/ui/rpi-confirm", Confirm(asked))));
        Assert.Equal(200, (await lobby.Who("b").Post("/api/ui/rpi-confirm", Confirm(asked))).Status);
        Assert.Equal(60, lobby.Desk.Snapshot.Measures.Dial.Value);
    }

    [Fact]
    public async Task what_one_person_may_set_goes_to_the_desk_at_once_and_asks_nobody()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/rpi-request", """{"value":40,"reason":"careful"}""")).Status);
        Assert.Equal(40, Assert.Single(lobby.Desk.Commands.OfType<Trading.Desk.DeskCommand.SetRpi>()).Value);
        Assert.Equal("[]", (await lobby.Who("viewer").Get("/api/ui/approvals")).At("approvals"));
    }

    [Fact]
    public async Task nobody_turns_it_up_while_stability_is_red_or_by_more_than_ten()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal((409, "rpi_too_fast"), Of(await lobby.Who("a").Post("/api/ui/rpi-request", """{"value":61,"reason":"x"}""")));
        lobby.Desk.Set(s => s with { Measures = s.Measures with { Readings = s.Measures.Readings with { Stability = new StabilityReading(Stability.Red, ["red:test"]) } } });
        Assert.Equal((409, "msr_red"), Of(await lobby.Who("a").Post("/api/ui/rpi-request", """{"value":55,"reason":"x"}""")));
    }

    [Fact]
    public async Task a_dial_that_was_turned_meanwhile_is_not_the_one_that_was_shown()
    {
        await using var lobby = await Lobby.Open();
        var asked = await lobby.Who("a").Post("/api/ui/rpi-request", """{"value":60,"reason":"calm"}""");
        lobby.Desk.Set(s => s with { Measures = s.Measures with { Dial = new RiskDial { Value = 20 } } });
        Assert.Equal((409, "state_changed"), Of(await lobby.Who("b").Post("/api/ui/rpi-confirm", Confirm(asked))));
        Assert.Equal(20, lobby.Desk.Snapshot.Measures.Dial.Value);
    }

    [Fact]
    public async Task a_cut_dial_goes_up_again_by_two_only()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Measures = s.Measures with { Dial = new RiskDial { Value = 40, WasCut = true } } });
        Assert.Equal(202, (await lobby.Who("a").Post("/api/ui/rpi-request", """{"value":45,"reason":"calm"}""")).Status);
        Assert.Empty(lobby.Desk.Commands.OfType<Trading.Desk.DeskCommand.SetRpi>());
    }

    private static async Task<Lobby> Frozen()
    {
        var lobby = await Lobby.Open();
        var state = StrategyState.Of(StrategyTerms.Find(Name)!) with { Frozen = "consecutive_failures", FrozenAt = lobby.Clock.GetUtcNow(), FailuresInARow = 4 };
        lobby.Desk.Set(s => s with { Measures = s.Measures with { Strategies = Plan(state) } });
        return lobby;
    }

    private static StrategyPlanView Plan(StrategyState state) => StrategyPlanView.None with { Decisions = [new StrategyDecision(Name, StrategyDecision.Skip, "frozen", null, StrategyTerms.Find(Name)!, state)] };

    private static StrategyState Now(Lobby lobby) => lobby.Desk.Snapshot.Measures.Strategies.Decisions.Single().State;

    private static string Confirm(Lobby.Reply asked, string token = Lobby.ApproveToken) => JsonSerializer.Serialize(new { request_id = asked.At("request_id"), token });

    private static (int, string) Of(Lobby.Reply reply) => (reply.Status, reply.Detail);
}
