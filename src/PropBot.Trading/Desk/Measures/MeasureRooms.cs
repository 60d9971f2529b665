using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Desk.Permits;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Measures;

/// <summary>Everything that measures, and the strategies that are held to it, as one part of the desk.</summary>
internal sealed class MeasureRooms
{
    private readonly GaugeFlow gauges;
    private readonly ReadingFlow readings;
    private readonly DialFlow dial;
    private readonly StrategyFlow strategies;
    private readonly FundingFlow funding;

    public MeasureRooms(DeskMemory m, DeskEffects effects, ModeFlow mode, AlertDesk alerts, OpenFlow opens, HedgeJournal journal)
    {
        gauges = new GaugeFlow(m, effects, mode, alerts);
        readings = new ReadingFlow(m, effects);
        dial = new DialFlow(m, effects);
        strategies = new StrategyFlow(m, effects, alerts);
        funding = new FundingFlow(m, opens, strategies);
        opens.StrategySays = () => strategies.Decide(StrategyNames.Basis) is { Runs: false } no ? no.Reason : null;
        journal.OpeningOver = strategies.OpeningOver;
        journal.ClosingOver = strategies.ClosingOver;
    }

    /// <summary>After every fact of a hedge's orders.</summary>
    public void Look(Hedge hedge) => gauges.Look(hedge);

    public void Tick()
    {
        gauges.Tick();
        if (!readings.Tick()) return;
        dial.Tick();
        strategies.Tick();
        funding.Tick();
    }

    public IEnumerable<Block> Blocks() => gauges.Blocks();

    public Loosening? PermittedDial(Permit permit) => dial.Permitted(permit);

    public Loosening? PermittedThaw(Permit permit) => strategies.Permitted(permit);

    public static bool Owns(DeskCommand command) =>
        command is DeskCommand.SetRpi or DeskCommand.EnableStrategy or DeskCommand.DisableStrategy;

    public CommandResult? On(CommandEnvelope envelope) =>
        envelope.Command is DeskCommand.SetRpi turn ? dial.On(turn, envelope) : strategies.On(envelope.Command, envelope);

    public CommandResult On(LooseningDurable fact)
    {
        if (!fact.Written) return new CommandResult.Refused("ledger_unavailable", "the ledger takes no writes: nothing is loosened without a record");
        return fact.Envelope.Command is DeskCommand.SetRpi turn ? dial.Durable(turn) : strategies.Durable(fact.Envelope.Command);
    }
}
