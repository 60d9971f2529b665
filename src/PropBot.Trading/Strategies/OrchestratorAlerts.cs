using System.Collections.Immutable;

namespace PropBot.Trading.Strategies;

/// <summary>
/// Says a decision once, and again when it changes (runbook, contract 7.15): a skip because of HOLD, SAFE_MODE, a limit or a freeze, and a
/// cooldown after a failure. A strategy that runs again is forgotten, so that its next stop is said. Immutable.
/// </summary>
public sealed record OrchestratorAlerts
{
    private ImmutableDictionary<string, string> Said { get; init; } = ImmutableDictionary<string, string>.Empty;

    public OrchestratorAlerts After(IEnumerable<StrategyDecision> plan, bool autopilot, out ImmutableArray<(string Strategy, string Text)> news)
    {
        var (said, texts) = (Said, ImmutableArray.CreateBuilder<(string, string)>());
        foreach (var decision in plan)
        {
            if (!Alerts(decision))
            {
                said = said.Remove(decision.Name);
                continue;
            }

            var text = $"[orchestrator] strategy={decision.Name} decision={decision.Decision} reason={decision.Reason} autopilot={(autopilot ? "ON" : "OFF")}";
            var key = $"{text} {decision.State.LastResult}";
            if (said.GetValueOrDefault(decision.Name) == key) continue;
            said = said.SetItem(decision.Name, key);
            texts.Add((decision.Name, text));
        }

        news = texts.ToImmutable();
        return this with { Said = said };
    }

    private static bool Alerts(StrategyDecision decision) => decision.Decision switch
    {
        StrategyDecision.Skip => decision.Reason is "hold_active" or "safe_mode" or "risk_limit" || decision.State.IsFrozen && decision.Reason != "disabled",
        StrategyDecision.Cooldown => decision.State.LastResult == StrategyState.Fail,
        _ => false,
    };
}
