using PropBot.Testing.Desks;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Strategies;

namespace PropBot.Scenarios.Measures;

/// <summary>The orchestrator at work: asked before every automatic opening, told what came of it.</summary>
public class StrategyScenarios
{
    [Fact]
    public async Task a_disabled_strategy_opens_nothing_until_somebody_enables_it_also_over_a_restart()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.DisableStrategy("alice", StrategyNames.Basis, "looking")));
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Empty(desk.Hedges);
        Assert.Equal("rejected: strategy:disabled", desk.Snapshot.AutoHedge.LastResult);
        await desk.Crash();
        desk.Run();
        Assert.Equal(("skip", "disabled"), Plan(desk, StrategyNames.Basis));
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.EnableStrategy("bob", StrategyNames.Basis, "seen enough")));
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.Equal(StrategyNames.Basis, desk.Hedge.Strategy);
        Assert.Equal(StrategyState.Ok, State(desk, StrategyNames.Basis).LastResult);
    }

    [Fact]
    public async Task a_failed_run_cools_it_down_and_one_too_many_in_a_row_freezes_it_until_two_people_thaw_it()
    {
        await using var desk = new DeskHarness(o => o with { Hedging = o.Hedging with { MaxFailuresPerMinute = 100 }, Strategies = new() { MaxFailuresInARow = 2 } });
        desk.Run();
        desk.Binance.Always = desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("cooldown", "order_failed"), Plan(desk, StrategyNames.Basis));
        Assert.Equal(1, State(desk, StrategyNames.Basis).FailuresInARow);
        for (var i = 0; i < 8 && !State(desk, StrategyNames.Basis).IsFrozen; i++)
        {
            desk.Dear();
            desk.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(3, State(desk, StrategyNames.Basis).FailuresInARow);
        await desk.Crash();
        desk.Run();
        Assert.Equal(("skip", "frozen:consecutive_failures"), Plan(desk, StrategyNames.Basis));
        Assert.Equal("strategy_frozen", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.EnableStrategy("alice", StrategyNames.Basis, "again"))).Code);
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.UsePermit(Permits.Issue(desk, PermitKinds.UnfreezeStrategy, "{\"strategy\":\"cross_exchange_arb\"}"))));
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("run", "ok"), Plan(desk, StrategyNames.Basis));
    }

    [Fact]
    public async Task a_hold_is_alerted_once_in_the_runbooks_words()
    {
        await using var desk = new DeskHarness();
        desk.Settle();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["[orchestrator] strategy=cross_exchange_arb decision=skip reason=hold_active autopilot=OFF"], Alerts(desk));
        desk.Run();
        desk.Advance(TimeSpan.FromSeconds(3));
        desk.Send(new DeskCommand.EngageHold("alice", "manual_hold", "operator"));
        desk.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2, Alerts(desk).Count);
    }

    [Fact]
    public async Task funding_is_captured_when_it_is_enabled_and_pays_although_the_basis_does_not()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.EnableStrategy("alice", StrategyNames.Funding, "rates are apart")));
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.DisableStrategy("alice", StrategyNames.Basis, "only funding")));
        desk.Dear();
        desk.Binance.Mark(0, null, 0.0001m, desk.Clock.GetUtcNow().AddHours(2));
        desk.Okx.Mark(0, null, 0.0100m, desk.Clock.GetUtcNow().AddHours(2));
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.Equal((StrategyNames.Funding, Venue.Okx), (desk.Hedge.Strategy, desk.Hedge.Short.Venue));
        Assert.True(desk.Hedge.Edge.Funding < Bps.Zero);
        Assert.Equal(StrategyState.Ok, State(desk, StrategyNames.Funding).LastResult);
    }

    [Fact]
    public async Task capital_is_used_by_what_is_open_and_free_again_when_it_is_closed()
    {
        await using var desk = new DeskHarness(o => o with { Capital = new() { TotalUsdt = 100_000m, LimitUsdt = 50_000m } });
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        Assert.Equal(StrategyNames.All, desk.Snapshot.Measures.Capital.Strategies.Select(s => s.Strategy));
        var used = desk.Snapshot.Measures.Capital.Strategies[0];
        Assert.InRange(used.Used.Amount, 900m, 1_010m);
        Assert.Equal(50_000m - used.Used.Amount, used.Headroom!.Value.Amount);
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Send(new DeskCommand.CloseHedges("a", null));
        desk.Until(() => desk.Hedges.All(h => h.State == HedgeState.Closed), "closed");
        Assert.All(desk.Snapshot.Measures.Capital.Strategies, s => Assert.Equal((0m, 50_000m), (s.Used.Amount, s.Headroom!.Value.Amount)));
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.LowerLimit("a", "capital_limit", "funding_capture", 700m)));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([50_000m, 700m], desk.Snapshot.Measures.Capital.Strategies.Select(s => s.Limit!.Value.Amount));
    }

    [Fact]
    public async Task only_what_reached_a_venue_is_an_attempt()
    {
        await using var desk = new DeskHarness();
        desk.Run();

        // A HOLD while the first leg is at its venue: the second is never sent.
        desk.Binance.WhenPlaced = () => _ = desk.Desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        var attempt = Assert.Single(desk.Snapshot.Measures.Execution.Newest);
        Assert.Equal((Venue.Binance, true), (attempt.Venue, attempt.Success));
        Assert.Equal((1, 1m), (desk.Snapshot.Measures.Execution.Attempts, desk.Snapshot.Measures.Execution.SuccessRate));
    }

    private static (string Decision, string Reason) Plan(DeskHarness desk, string strategy)
    {
        desk.Advance(TimeSpan.FromSeconds(1));
        var decision = desk.Snapshot.Measures.Strategies.Decisions.Single(d => d.Name == strategy);
        return (decision.Decision, decision.Reason);
    }

    private static StrategyState State(DeskHarness desk, string strategy)
    {
        desk.Advance(TimeSpan.FromSeconds(1));
        return desk.Snapshot.Measures.Strategies.Decisions.Single(d => d.Name == strategy).State;
    }

    private static List<string> Alerts(DeskHarness desk) => desk.Ledger.Read(connection =>
    {
        var texts = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = "select text from alert where kind='orchestrator_alert' order by id";
        using var row = command.ExecuteReader();
        while (row.Read()) texts.Add(row.GetString(0));
        return texts;
    });
}
