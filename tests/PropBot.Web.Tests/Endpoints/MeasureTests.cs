using PropBot.Trading.Amounts;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;

namespace PropBot.Web.Tests.Endpoints;

public sealed class MeasureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task capital_shows_limit_usage_and_headroom_and_null_without_a_limit()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with
        {
            Measures = s.Measures with
            {
                Capital = new CapitalBook(Money.OfUsdt(80_000m), [
                    new StrategyCapital("cross_exchange_arb", Money.OfUsdt(50_000m), Money.OfUsdt(20_000m)), new StrategyCapital("funding_capture", null, Money.OfUsdt(5m))]),
            },
        });
        var capital = (await lobby.Who("viewer").Get("/api/ui/capital")).Json;
        Assert.Equal(80_000m, capital.GetProperty("total_capital_usdt").GetDecimal());
        Assert.Equal(50_000m, capital.GetProperty("per_strategy_limits").GetProperty("cross_exchange_arb").GetProperty("max_notional").GetDecimal());
        Assert.Equal(20_000m, capital.GetProperty("current_usage").GetProperty("cross_exchange_arb").GetProperty("open_notional").GetDecimal());
        Assert.Equal(30_000m, capital.GetProperty("headroom").GetProperty("cross_exchange_arb").GetProperty("headroom_notional").GetDecimal());
        Assert.False(capital.GetProperty("per_strategy_limits").TryGetProperty("funding_capture", out _));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, capital.GetProperty("headroom").GetProperty("funding_capture").GetProperty("headroom_notional").ValueKind);
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/capital")).Status);
    }

    [Fact]
    public async Task the_risk_snapshot_says_what_is_not_known_instead_of_a_number()
    {
        await using var lobby = await Lobby.Open();
        var risk = (await lobby.Who("viewer").Get("/api/ui/risk_snapshot")).Json;
        Assert.Equal("insufficient_data", risk.GetProperty("var").GetProperty("status").GetString());
        Assert.Equal("yellow", risk.GetProperty("msr").GetProperty("colour").GetString());
        Assert.Equal((50, 1m), (risk.GetProperty("rpi").GetProperty("value").GetInt32(), risk.GetProperty("rpi").GetProperty("factor").GetDecimal()));
        Assert.Equal(0m, risk.GetProperty("per_venue").GetProperty("okx").GetProperty("net_exposure_usd").GetDecimal());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, risk.GetProperty("risk_score").ValueKind);
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/risk_snapshot")).Status);
        var overview = (await lobby.Who("viewer").Get("/api/ui/status/overview")).Json;
        Assert.Equal("insufficient_data", overview.GetProperty("risk").GetProperty("var").GetProperty("status").GetString());
        Assert.Equal(0, overview.GetProperty("execution").GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task the_advice_reads_the_last_snapshots_in_their_order()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Set(s => s with { Measures = s.Measures with { MaxTotalNotionalUsdt = 150_000m, MaxOpenPositions = 3 } });
        for (var i = 0; i < 3; i++)
        {
            var snapshot = PnlSnapshot.Draw(Noon.AddMinutes(5 * i), "periodic", [], Marks.None, 0m) with { UnrealizedPnlTotal = 3m - i };
            await lobby.Ledger.Write(tx => TruthStore.InsertSnapshot(tx, snapshot));
        }

        var advice = (await lobby.Who("viewer").Get("/api/ui/risk_advice")).Json;
        Assert.Equal(("loosen", 165_000m, 4, 3), (
            advice.GetProperty("recommendation").GetString(), advice.GetProperty("suggested_max_notional").GetDecimal(),
            advice.GetProperty("suggested_max_positions").GetInt32(), advice.GetProperty("analysis_window").GetInt32()));
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/risk_advice")).Status);
    }

    [Fact]
    public async Task the_plan_has_every_strategy_with_its_reason_and_the_gates()
    {
        await using var lobby = await Lobby.Open();
        var terms = StrategyTerms.All[0];
        var state = StrategyState.Of(terms).Ran(terms, new StrategyOptions(), "order_failed", Noon);
        var gates = StrategyGates.Of(holdActive: true, safeMode: true, running: false, dryRun: false, autopilot: false, 0, 3, 0m, 1m);
        lobby.Desk.Set(s => s with
        {
            Measures = s.Measures with { Strategies = new StrategyPlanView([Orchestrator.Decide(terms, state, gates, new StrategyOptions(), 0m, 1m, Noon)], gates, Noon) },
        });
        var plan = (await lobby.Who("viewer").Get("/api/ui/orchestrator_plan")).Json;
        var only = plan.GetProperty("strategies").EnumerateArray().Single();
        Assert.Equal(("cross_exchange_arb", "skip", "hold_active", "fail"), (Text(only, "name"), Text(only, "decision"), Text(only, "reason"), Text(only, "last_result")));
        Assert.Equal((false, "hold_active"), (plan.GetProperty("risk_gates").GetProperty("risk_caps_ok").GetBoolean(), Text(plan.GetProperty("risk_gates"), "reason_if_blocked")));
        var status = (await lobby.Who("viewer").Get("/api/ui/strategy/status")).Json;
        Assert.Equal("cross_exchange_arb", status.GetProperty("orchestrator").GetProperty("enabled_strategies").EnumerateArray().Single().GetString());
        Assert.Equal(401, (await lobby.Who().Get("/api/ui/orchestrator_plan")).Status);
    }

    [Fact]
    public async Task an_operator_switches_strategies_and_a_viewer_does_not()
    {
        await using var lobby = await Lobby.Open();
        const string body = """{"strategy":"funding_capture","reason":"rates are apart"}""";
        Assert.Equal(403, (await lobby.Who("viewer").Post("/api/ui/strategy/enable", body)).Status);
        Assert.Equal(422, (await lobby.Who("a").Post("/api/ui/strategy/enable", """{"strategy":"funding_capture","reason":""}""")).Status);
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/strategy/enable", body)).Status);
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/strategy/disable", body)).Status);
        Assert.Equal(
            [new DeskCommand.EnableStrategy("operator-a", "funding_capture", "rates are apart"), new DeskCommand.DisableStrategy("operator-a", "funding_capture", "rates are apart")],
            lobby.Desk.Commands.Where(c => c is DeskCommand.EnableStrategy or DeskCommand.DisableStrategy));
    }

    [Fact]
    public async Task the_dial_is_an_operators_and_what_the_desk_refuses_is_said()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.OnMeasure = command => command is DeskCommand.SetRpi { Value: > 50 } ? new CommandResult.Refused("two_people_required", "by two people") : new CommandResult.Done();
        Assert.Equal(403, (await lobby.Who("viewer").Post("/api/ui/rpi", """{"value":40}""")).Status);
        Assert.Equal(422, (await lobby.Who("a").Post("/api/ui/rpi", """{"value":101}""")).Status);
        Assert.Equal(200, (await lobby.Who("a").Post("/api/ui/rpi", """{"value":40}""")).Status);
        Assert.Equal(403, (await lobby.Who("a").Post("/api/ui/rpi", """{"value":60}""")).Status);
    }

    private static string? Text(System.Text.Json.JsonElement element, string name) => element.GetProperty(name).GetString();
}
