using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Desk.Permits;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk;

/// <summary>Wires the desk's flows to each other and hands each message to the one that owns it.</summary>
internal sealed class DeskRooms
{
    private readonly DeskMemory m;
    private readonly DeskEffects effects;
    private readonly HedgeJournal journal;
    private readonly OrderFlow orders;
    private readonly HedgeFlow hedges;
    private readonly OpenFlow opens;
    private readonly ExitFlow exits;
    private readonly VenueFlow venues;
    private readonly MarkerFlow marker;
    private readonly LedgerWatch ledger;
    private readonly CancelFlow cancels;
    private readonly DeadManFlow deadMen;
    private readonly ReconcileFlow reconciling;
    private readonly EquityFlow equity;
    private readonly GuardianFlow guardian;
    private readonly AlertDesk alerts;
    private readonly AlertWatch watch;
    private readonly MeasureRooms measures;
    private readonly WatchRooms watchdogs;
    private readonly SnapshotBuilder builder;
    private readonly LimitFlow limits;
    private readonly PermitFlow permits;
    private readonly OperatorFlow operators;
    private readonly PartialRooms partials;
    private readonly AutopilotFlow autopilot;
    private ImmutableArray<PreflightCheck> preflight = [];
    private DateTimeOffset nextSample;
    private DateTimeOffset nextCheck;

    public DeskRooms(DeskMemory m, DeskEffects effects, DeskInbox inbox)
    {
        this.m = m;
        this.effects = effects;
        alerts = new AlertDesk(m, effects);
        watch = new AlertWatch(m, alerts);
        journal = new HedgeJournal(m, effects) { Tell = watch.Hedge };
        marker = new MarkerFlow(m, effects, alerts);
        Mode = new ModeFlow(m, effects, marker) { Blocks = Blocks };
        ledger = new LedgerWatch(m, effects, Mode);
        watchdogs = new WatchRooms(m, effects, Mode, alerts);
        deadMen = new DeadManFlow(m, effects, Mode);
        orders = new OrderFlow(m, effects) { Advance = h => { hedges!.Advance(h); measures!.Look(h); }, Submitted = deadMen.Keep, Ended = Ended, Unclaimed = v => reconciling!.AskSoon(v), StrangerUpdate = u => reconciling!.Strangers.On(u), StrangerFill = f => reconciling!.Strangers.On(f), Replied = watchdogs.Replied };
        reconciling = new ReconcileFlow(m, effects, Mode, orders, alerts) { Heard = word => venues!.Heard(word) };
        equity = new EquityFlow(m, effects);
        hedges = new HedgeFlow(m, effects, Mode, journal) { Orders = orders };
        hedges.Naked = new NakedFlow(m, hedges, Mode, journal, alerts);
        opens = new OpenFlow(m, new Scanner(m.Options.Opportunities, m.Options.MarketData), hedges, journal, Mode)
        {
            Risk = new RiskReader(m, effects) { Blocks = Blocks, RedPreflight = RedCheck },
            EdgeGuard = new EdgeIncidents(m, journal, alerts),
        };
        guardian = new GuardianFlow(m, alerts, hedges, journal);
        exits = new ExitFlow(m, hedges);
        venues = new VenueFlow(m, effects, new VenueStart(m, effects, inbox), Mode, journal);
        limits = new LimitFlow(m, effects);
        measures = new MeasureRooms(m, effects, Mode, alerts, opens, journal);
        autopilot = new AutopilotFlow(m, Mode, effects.MarkedAtStart) { Blocks = Blocks };
        permits = new PermitFlow(m, effects)
        {
            Kinds = new Dictionary<string, Func<Permit, Loosening?>>(StringComparer.Ordinal)
            {
                [PermitKinds.LeaveHold] = permit => Mode.Permitted(DeskTrigger.LeaveHold, permit),
                [PermitKinds.SafeModeOff] = permit => Mode.Permitted(DeskTrigger.SafeModeOff, permit),
                [PermitKinds.DryRunOff] = Mode.PermittedExitDryRun,
                [PermitKinds.RaiseLimit] = limits.Raise,
                [PermitKinds.TurnDial] = measures.PermittedDial,
                [PermitKinds.UnfreezeStrategy] = measures.PermittedThaw,
                [PermitKinds.AutopilotResume] = autopilot.Permitted,
            },
        };
        Kill = new KillFlow(m, effects, Mode, hedges);
        cancels = new CancelFlow(m, effects);
        reconciling.Strangers = new StrangerFlow(m, effects, new TakeoverFlow(m, effects, Mode, hedges, alerts));
        Recovery = new RestartRecovery(m, effects, orders);
        operators = new OperatorFlow(m, effects, Mode, Kill, hedges, limits);
        partials = new PartialRooms(m, effects, hedges, opens.Risk);
        builder = new SnapshotBuilder(m, opens, limits, partials, autopilot);
    }

    public ModeFlow Mode { get; }
    public KillFlow Kill { get; }
    public OpenFlow Opens => opens;
    public RestartRecovery Recovery { get; }

    public DeskSnapshot Draw()
    {
        if (preflight.IsEmpty) preflight = Preflight.Run(m);
        return builder.Draw(preflight, Blocks());
    }

    public CommandResult? Handle(CommandEnvelope envelope)
    {
        watch.Asked(envelope.Command);
        return envelope.Command switch
        {
            DeskCommand.UsePermit c => permits.On(c, envelope),
            DeskCommand.LowerLimit c => limits.Lower(c),
            DeskCommand.CancelAll c => cancels.On(c, envelope),
            DeskCommand.Execute c => opens.On(c, envelope),
            DeskCommand.AcknowledgeIncident c => watchdogs.On(c),
            DeskCommand.ExplainIncident c => watchdogs.On(c),
            _ when ModeFlow.Owns(envelope.Command) => Mode.On(envelope),
            _ when OperatorFlow.Owns(envelope.Command) => operators.On(envelope.Command),
            _ when PartialRooms.Owns(envelope.Command) => partials.On(envelope),
            _ when MeasureRooms.Owns(envelope.Command) => measures.On(envelope),
            _ => throw new InvalidOperationException($"no room takes {envelope.Command.GetType().Name}"),
        };
    }

    /// <summary>After what the ledger knew is loaded and the HOLD of the start stands.</summary>
    public void Begin()
    {
        permits.Begin();
        partials.Begin();
        if (m.Control.KillPending) Kill.Begin();
    }

    /// <summary>A loosening reached the disk: whoever asked for it decides whether it still holds.</summary>
    public CommandResult Handle(LooseningDurable fact) =>
        fact.Envelope.Command is DeskCommand.UsePermit ? permits.On(fact) : MeasureRooms.Owns(fact.Envelope.Command) ? measures.On(fact) : Mode.On(fact);

    public void Handle(object fact)
    {
        if (!HandleOrder(fact)) HandleVenue(fact);
    }

    public void Quote(in QuoteMessage quote)
    {
        int pair;
        if (quote.Depth is { } depth)
        {
            pair = depth.Pair;
            var venue = depth.Venue;
            watchdogs.Heard(venue, pair, depth.VenueTime, depth.ReceivedAt);
            if (m.Books[pair][venue].Apply(depth) == MarketData.BookOutcome.NeedSnapshot) effects.Exchange(venue).RequestBook(pair);
        }
        else
        {
            pair = quote.Top.Pair;
            watchdogs.Heard(quote.Top.Venue, pair, quote.Top.VenueTime, quote.Top.ReceivedAt);
            m.Books[pair][quote.Top.Venue].Apply(in quote.Top);
        }

        if (m.OpenByPair[pair].Count > 0) exits.Look(pair);
        opens.Scan(pair);
    }

    public void Tick()
    {
        orders.Tick();
        foreach (var hedge in m.Hedges.Values.Where(h => h.State is not HedgeState.Hedged).ToList()) hedges.Advance(hedge);
        for (var pair = 0; pair < m.OpenByPair.Length; pair++)
            if (m.OpenByPair[pair].Count > 0) exits.Look(pair);
        venues.Tick();
        deadMen.Tick();
        Kill.Tick();
        marker.Tick();
        Recovery.Tick();
        reconciling.Tick();
        equity.Tick();
        watchdogs.Tick();
        guardian.Tick();
        watch.Tick();
        limits.Tick();
        partials.Tick();
        measures.Tick();
        if (m.Now >= nextSample) Sample();
        if (m.Now >= nextCheck) Check();
    }

    private bool HandleOrder(object fact)
    {
        switch (fact)
        {
            case OrderLeft f: orders.On(f); break;
            case OrderReplied f: orders.On(f); break;
            case OrderUpdate f: orders.On(f); break;
            case Fill f: orders.On(f); break;
            case OrderVoided f: orders.On(f); break;
            case OrderAnswered f: orders.On(f); break;
            case SimulatedOrderLeft f: orders.On(f); break;
            case FillsRead f:
                orders.On(f);
                Recovery.On(f);
                break;
            default: return false;
        }

        return true;
    }

    private void HandleVenue(object fact)
    {
        switch (fact)
        {
            case MarkUpdate f: m.Books[f.Pair][f.Venue].Apply(in f); break;
            case BalanceFact f: venues.On(f); break;
            case PositionFact f: venues.On(f); break;
            case RoundRead f: reconciling.On(f); break;
            case TransfersRead f: reconciling.On(f); break;
            case LinkChange f: watchdogs.On(f); venues.On(f); break;
            case ClockReading f: venues.On(f); watchdogs.Look(); break;
            case StrangerAnswered f: reconciling.Strangers.On(f); break;
            case FundingPayment f: venues.On(f); break;
            case FundingRead f:
                venues.On(f);
                Recovery.On(f);
                break;
            default: HandleRest(fact); break;
        }
    }

    private void HandleRest(object fact)
    {
        switch (fact)
        {
            case ClockRead f: venues.On(f); watchdogs.Look(); break;
            case InstrumentsRead f: venues.On(f); break;
            case Instruments.Instrument f: venues.On(f); break;
            case ConfigureRead f: venues.On(f); break;
            case FeesRead f: venues.On(f); break;
            case AccountsStamped f: venues.On(f); break;
            default: HandleBrakes(fact); break;
        }
    }

    private void HandleBrakes(object fact)
    {
        switch (fact)
        {
            case DeadManReading f: deadMen.On(f); break;
            case DeadManMissing f: deadMen.On(f); break;
            case CancelAllDone f:
                Kill.On(f);
                cancels.On(f);
                watchdogs.On(f);
                break;
            case KillRead f: Kill.On(f); break;
            case Desk.LedgerFailed: ledger.Lost(); break;
            case MarkerTold f: marker.On(f); break;
            case BacklogWritten: ledger.Back(); break;
            case MaintenanceRead or Watchdogs.HostReading: watchdogs.On(fact); break;
            default: throw new InvalidOperationException($"no room takes {fact.GetType().Name}");
        }
    }

    private void Ended(Order order)
    {
        deadMen.Ended(order);
        watchdogs.Ended(order);
        if (!order.Simulated) reconciling.AskSoon(order.Venue);
    }

    private void Sample()
    {
        nextSample = m.Now + TimeSpan.FromSeconds(1);
        foreach (var books in m.Books) m.History[books.Pair].Sample(books, m.OrderNotional, m.Now);
        if (m.Runaway.ExceededNow(m.Now) is { } runaway) Mode.EngageHold(runaway, "runaway_guard", "desk");

        ledger.Look();
        var day = new DateTimeOffset(m.Now.UtcDateTime.Date, TimeSpan.Zero);
        if (day == m.Today) return;
        m.Today = day;
        m.RealisedToday = 0m;
    }

    private void Check()
    {
        nextCheck = m.Now + TimeSpan.FromMilliseconds(250);
        preflight = Preflight.Run(m);
        var red = Preflight.FirstRed(preflight);
        if (red is null) m.PreflightAt ??= m.Now;
        else if (m.State is DeskState.Run or DeskState.RunSafe) Mode.EngageHold($"preflight:{red.Name}", "preflight", "desk");
        m.Dirty = true;
    }

    private string? RedCheck() => Preflight.FirstRed(preflight)?.Name;

    private IReadOnlyList<Block> Blocks() => ResumeBlocks.Of(m, preflight, reconciling.Blocks(), equity.Blocks(), deadMen.Blocks(), measures.Blocks(), watchdogs.Blocks());
}
