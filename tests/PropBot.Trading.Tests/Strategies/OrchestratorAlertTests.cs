using PropBot.Trading.Positions;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Tests.Strategies;

public class OrchestratorAlertTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly StrategyTerms Basis = StrategyTerms.Find(StrategyNames.Basis)!;
    private static readonly StrategyState Fresh = StrategyState.Of(Basis);

    [Fact]
    public void a_skip_is_said_once_in_the_runbooks_words()
    {
        var alerts = new OrchestratorAlerts().After([Plan("skip", "hold_active")], autopilot: false, out var news);
        Assert.Equal(["[orchestrator] strategy=cross_exchange_arb decision=skip reason=hold_active autopilot=OFF"], news.Select(n => n.Text));
        alerts.After([Plan("skip", "hold_active")], autopilot: false, out var again);
        Assert.Empty(again);
    }

    [Fact]
    public void it_is_said_again_when_the_autopilot_or_the_last_result_changes()
    {
        var alerts = new OrchestratorAlerts().After([Plan("skip", "risk_limit")], autopilot: false, out _);
        alerts = alerts.After([Plan("skip", "risk_limit")], autopilot: true, out var label);
        Assert.EndsWith("autopilot=ON", Assert.Single(label).Text, StringComparison.Ordinal);
        alerts.After([Plan("skip", "risk_limit", failed: true)], autopilot: true, out var result);
        Assert.Single(result);
    }

    [Fact]
    public void a_strategy_that_ran_meanwhile_is_said_again()
    {
        var alerts = new OrchestratorAlerts().After([Plan("skip", "hold_active")], autopilot: false, out _).After([Plan("run", "ok")], autopilot: false, out var none);
        Assert.Empty(none);
        alerts.After([Plan("skip", "hold_active")], autopilot: false, out var news);
        Assert.Single(news);
    }

    [Theory]
    [InlineData("cooldown", "order_failed", true, true)]
    [InlineData("cooldown", "cooldown_active", false, false)]
    [InlineData("skip", "disabled", false, false)]
    [InlineData("skip", "budget_reached", false, false)]
    [InlineData("skip", "safe_mode", false, true)]
    public void what_is_worth_an_alert(string decision, string reason, bool failed, bool said)
    {
        new OrchestratorAlerts().After([Plan(decision, reason, failed)], autopilot: false, out var news);
        Assert.Equal(said, news.Length == 1);
    }

    [Fact]
    public void a_freeze_is_said()
    {
        var frozen = Plan("skip", "frozen:daily_loss") with { State = Fresh with { Frozen = "daily_loss" } };
        new OrchestratorAlerts().After([frozen], autopilot: false, out var news);
        Assert.Single(news);
    }

    private static StrategyDecision Plan(string decision, string reason, bool failed = false) =>
        new(Basis.Name, decision, reason, null, Basis, failed ? Fresh.Ran(Basis, new StrategyOptions(), "order_failed", Noon) : Fresh);
}
