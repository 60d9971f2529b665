using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Permits;
using PropBot.Trading.Hedging;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Desk.Measures;

/// <summary>Runs the orchestrator: asked before every automatic opening, told what came of it, changed by people, heard once per change.</summary>
internal sealed class StrategyFlow(DeskMemory m, DeskEffects effects, AlertDesk alerts)
{
    private OrchestratorAlerts said = new();

    public void Tick()
    {
        var gates = Gates();
        var plan = Orchestrator.Plan(m.Measures.Strategies.Values, gates, m.Options.Strategies, Open, m.Measures.Dial.Factor, m.Now);
        m.Measures.Plan = new StrategyPlanView(plan, gates, m.Now);
        said = said.After(plan, gates.Autopilot, out var news);
        foreach (var (strategy, text) in news) alerts.Raise("orchestrator_alert", text, new { strategy });
    }

    /// <summary>As things stand this moment.</summary>
    public StrategyDecision Decide(string strategy) =>
        Orchestrator.Decide(StrategyTerms.Find(strategy)!, m.Measures.Strategies[strategy], Gates(), m.Options.Strategies, Open(strategy), m.Measures.Dial.Factor, m.Now);

    /// <param name="error">Null: both legs stand.</param>
    public void OpeningOver(Hedge hedge, string? error)
    {
        if (StateOf(hedge) is { } state) Become(state.Ran(StrategyTerms.Find(state.Name)!, m.Options.Strategies, error, m.Now), "strategy_result", "desk", error ?? StrategyState.Ok);
    }

    public void ClosingOver(Hedge hedge)
    {
        if (!hedge.Simulated && StateOf(hedge) is { } state) Become(state.Realised(m.Options.Strategies, hedge.Realised, m.Now), "strategy_realised", "desk", hedge.Id);
    }

    /// <summary>Disabling acts at once; enabling is written first.</summary>
    public CommandResult? On(DeskCommand command, CommandEnvelope envelope)
    {
        var (name, reason) = Names(command);
        if (Objection(command, name) is { } refused) return refused;
        var state = m.Measures.Strategies[name];
        if (command is DeskCommand.DisableStrategy)
        {
            Become(state.Disable(command.By, reason), "strategy_disabled", command.By, reason);
            return Done();
        }

        effects.PersistThen(envelope, m.Control.HoldEpoch, m.ModeEpoch.Current, tx => MeasuresStore.SaveStrategy(tx, state.Enable(command.By, reason)));
        return null;
    }

    public CommandResult Durable(DeskCommand command)
    {
        var (name, reason) = Names(command);
        var (state, refused) = (m.Measures.Strategies[name], Objection(command, name));
        Become(refused is null ? state.Enable(command.By, reason) : state, refused is null ? "strategy_enabled" : "strategy_refused", command.By, reason);
        return refused ?? (CommandResult)Done();
    }

    /// <summary>Thaws what a guard froze; null when the permit names no strategy of ours.</summary>
    public Loosening? Permitted(Permit permit)
    {
        if (PermitPayload.Text(permit, "strategy") is not { } name || StrategyTerms.Find(name) is null) return null;
        StrategyState Now() => m.Measures.Strategies[name];
        return new Loosening(
            () => Now().IsFrozen ? null : new CommandResult.Refused("strategy_not_frozen", $"{name} is not frozen"),
            tx => MeasuresStore.SaveStrategy(tx, Now().Thaw()),
            () => Become(Now().Thaw(), "strategy_unfrozen", permit.By, name),
            () =>
            {
                var state = Now();
                return tx => MeasuresStore.SaveStrategy(tx, state);
            });
    }

    private CommandResult.Refused? Objection(DeskCommand command, string name)
    {
        if (!m.Measures.Strategies.TryGetValue(name, out var state))
            return new CommandResult.Refused("unknown_strategy", $"'{name}' is not a strategy; there are {string.Join(", ", m.Measures.Strategies.Keys)}");
        return command is DeskCommand.EnableStrategy && state.IsFrozen
            ? new CommandResult.Refused("strategy_frozen", $"{name} is frozen ({state.Frozen}): two people unfreeze it")
            : null;
    }

    private static (string Name, string Reason) Names(DeskCommand command) => command switch
    {
        DeskCommand.EnableStrategy c => (c.Strategy, c.Reason),
        DeskCommand.DisableStrategy c => (c.Strategy, c.Reason),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is not about a strategy"),
    };

    private StrategyGates Gates() => StrategyGates.Of(
        m.State.HoldActive(), m.State.SafeMode(), m.State.Opens(), m.Control.DryRun, m.Options.AutopilotPermitted,
        m.Hedges.Count, m.Limits.Caps.MaxOpenPositions, Open(null), m.Limits.Caps.MaxTotalNotionalUsdt);

    /// <param name="strategy">Null: of all together.</param>
    private decimal Open(string? strategy)
    {
        var sum = 0m;
        foreach (var hedge in m.Hedges.Values)
            if (strategy is null || hedge.Strategy == strategy) sum += CapitalBook.Notional(hedge.ToRecord());
        return sum;
    }

    private StrategyState? StateOf(Hedge hedge) => m.Measures.Strategies.GetValueOrDefault(hedge.Strategy);

    private void Become(StrategyState next, string code, string by, string detail)
    {
        var before = m.Measures.Strategies[next.Name];
        m.Measures.Strategies = m.Measures.Strategies.SetItem(next.Name, next);
        m.Dirty = true;
        var json = JsonSerializer.Serialize(new { strategy = next.Name, detail, enabled = next.Enabled, frozen = next.Frozen });
        var froze = next.IsFrozen && !before.IsFrozen;
        effects.Persist(code, tx =>
        {
            MeasuresStore.SaveStrategy(tx, next);
            if (froze) tx.Event("ERROR", "strategy_frozen", json);
            if (by == "desk") return;
            tx.Event("INFO", code, json);
            tx.Audit(by, "desk", code.ToUpperInvariant(), "desk", json);
        });
    }

    private CommandResult.Done Done() => new(new Dictionary<string, object?>
    {
        ["enabled_strategies"] = m.Measures.Strategies.Values.Where(s => s.Enabled).Select(s => s.Name).ToArray(),
        ["autopilot_active"] = m.Options.AutopilotPermitted,
        ["last_decision_ts"] = m.Measures.Plan.At,
    });
}
