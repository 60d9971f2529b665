using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
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
    private readonly DeadManFlow deadMen;
    private readonly ReconcileFlow reconciling;
    private readonly EquityFlow equity;
    private readonly GuardianFlow guardian;
    private readonly AlertDesk alerts;
    private readonly SnapshotBuilder builder;
    private ImmutableArray<PreflightCheck> preflight = [];
    private DateTimeOffset nextSample;
    private DateTimeOffset nextCheck;

    public DeskRooms(DeskMemory m, DeskEffects effects, DeskInbox inbox)
    {
        this.m = m;
        this.effects = effects;
        journal = new HedgeJournal(m, effects);
        marker = new MarkerFlow(m, effects);
        Mode = new ModeFlow(m, effects, marker) { Blocks = Blocks };
        deadMen = new DeadManFlow(m, effects, Mode);
        orders = new OrderFlow(m, effects) { Advance = h => hedges!.Advance(h), Submitted = deadMen.Keep, Ended = Ended, Unclaimed = v => reconciling!.AskSoon(v) };
        reconciling = new ReconcileFlow(m, effects, Mode, orders) { Heard = word => venues!.Heard(word) };
        equity = new EquityFlow(m, effects, Mode);
        alerts = new AlertDesk(m, effects);
        hedges = new HedgeFlow(m, effects, Mode, journal) { Orders = orders };
        hedges.Naked = new NakedFlow(m, hedges, Mode, journal, alerts);
        opens = new OpenFlow(m, new Scanner(m.Options.Opportunities, m.Options.MarketData), hedges, journal, Mode)
        {
            Risk = new RiskReader(m, effects) { Blocks = Blocks, RedPreflight = RedCheck },
        };
        guardian = new GuardianFlow(m, alerts, hedges, journal);
        exits = new ExitFlow(m, hedges);
        venues = new VenueFlow(m, effects, new VenueStart(m, effects, inbox), Mode, journal);
        Kill = new KillFlow(m, effects, Mode, hedges);
        Recovery = new RestartRecovery(m, effects, orders);
        builder = new SnapshotBuilder(m, opens);
    }

    public ModeFlow Mode { get; }
    public KillFlow Kill { get; }
    public RestartRecovery Recovery { get; }

    public DeskSnapshot Draw()
    {
        if (preflight.IsEmpty) preflight = Preflight.Run(m);
        return builder.Draw(preflight, Blocks());
    }

    public CommandResult? Handle(CommandEnvelope envelope) => envelope.Command switch
    {
        DeskCommand.EngageHold c => Mode.On(c),
        DeskCommand.Kill c => Kill.On(c),
        DeskCommand.CancelAll c => Kill.On(c, envelope),
        DeskCommand.CloseHedges c => Close(c),
        DeskCommand.SetSafeMode c => Mode.On(c, envelope),
        DeskCommand.LeaveHold c => Mode.On(c, envelope),
        DeskCommand.Resume c => Mode.On(c, envelope),
        DeskCommand.Execute c => opens.On(c, envelope),
        DeskCommand.PatchControl c => Patch(c),
        _ => throw new InvalidOperationException($"no room takes {envelope.Command.GetType().Name}"),
    };

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
            if (m.Books[pair][venue].Apply(depth) == MarketData.BookOutcome.NeedSnapshot) effects.Exchange(venue).RequestBook(pair);
        }
        else
        {
            pair = quote.Top.Pair;
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
        guardian.Tick();
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
            case LinkChange f: venues.On(f); break;
            case ClockReading f: venues.On(f); break;
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
            case ClockRead f: venues.On(f); break;
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
            case CancelAllDone f: Kill.On(f); break;
            case OpenOrdersRead f: Kill.On(f); break;
            case Desk.LedgerFailed: LedgerLost(); break;
            case MarkerTold f: marker.On(f); break;
            case BacklogWritten: LedgerBack(); break;
            default: throw new InvalidOperationException($"no room takes {fact.GetType().Name}");
        }
    }

    private void Ended(Order order)
    {
        deadMen.Ended(order);
        if (!order.Simulated) reconciling.AskSoon(order.Venue);
    }

    private void LedgerLost()
    {
        m.LedgerWritable = false;
        Mode.EngageHold("ledger_unavailable", "ledger", "desk");
    }

    // Kept facts may have been overtaken by newer ones: what stands now is written once more.
    private void LedgerBack()
    {
        m.LedgerWritable = true;
        m.Dirty = true;
        foreach (var hedge in m.Hedges.Values)
        {
            effects.Persist($"hedge {hedge.Id}", HedgeStore.Update(hedge));
            foreach (var order in hedge.Orders) effects.Persist($"order {order.Id}", OrderStore.Update(order));
        }
    }

    private void Sample()
    {
        nextSample = m.Now + TimeSpan.FromSeconds(1);
        foreach (var books in m.Books) m.History[books.Pair].Sample(books, m.OrderNotional, m.Now);
        Throttle();

        // Another writer of the same ledger (a door's audit row) may have met the full disk before the desk did.
        if (m.LedgerWritable && !effects.Ledger.Writable) LedgerLost();
        else if (!m.LedgerWritable)
        {
            if (effects.Writes.Unwritten > 0) effects.Writes.RetryBacklog();
            else if (effects.Ledger.Writable) LedgerBack();
            else effects.Persist("probe", tx => tx.Execute("insert into control(key,value) values('probe',?1) on conflict(key) do update set value=excluded.value", m.Now));
        }

        if (m.LedgerWritable) effects.Writes.Merge();
        var day = new DateTimeOffset(m.Now.UtcDateTime.Date, TimeSpan.Zero);
        if (day == m.Today) return;
        m.Today = day;
        m.RealisedToday = 0m;
    }

    private void Throttle()
    {
        while (m.AutoFailures.Count > 0 && m.Now - m.AutoFailures.Peek() >= TimeSpan.FromMinutes(1)) m.AutoFailures.Dequeue();
        if (m.Runaway.ExceededNow(m.Now) is { } runaway) Mode.EngageHold(runaway, "runaway_guard", "desk");
        if (m.AutoFailures.Count > m.Options.Hedging.MaxFailuresPerMinute) Mode.EngageHold("AUTO_THROTTLE/AUTO_HEDGE_FAILURES", "risk_guard", "desk");
    }

    private void Check()
    {
        nextCheck = m.Now + TimeSpan.FromMilliseconds(250);
        preflight = Preflight.Run(m);
        var red = preflight.FirstOrDefault(c => !c.Green);
        if (red is null) m.PreflightAt ??= m.Now;
        else if (m.State is DeskState.Run or DeskState.RunSafe) Mode.EngageHold($"preflight:{red.Name}", "preflight", "desk");
        m.Dirty = true;
    }

    private string? RedCheck() => preflight.FirstOrDefault(c => !c.Green)?.Name;

    private List<Block> Blocks()
    {
        var blocks = new List<Block>();
        foreach (var hedge in m.Hedges.Values.Where(h => h.State == HedgeState.Partial))
            blocks.Add(new Block("partial_hedge", $"hedge {hedge.Id} ({hedge.Symbol}) is partial: {Amounts.Decimals.Plain(Math.Abs(hedge.Long.Open.Value - hedge.Short.Open.Value))} unmatched"));
        foreach (var order in m.Hedges.Values.SelectMany(h => h.Orders).Where(o => o.IsUnknown))
            blocks.Add(new Block("unknown_order", $"the outcome of order {order.Id} is unknown"));
        blocks.AddRange(reconciling.Blocks());
        blocks.AddRange(equity.Blocks());
        blocks.AddRange(deadMen.Blocks());
        if (m.Control.KillPending) blocks.Add(new Block("kill_pending", "the kill switch is not confirmed by both venues yet"));
        foreach (var red in preflight.Where(c => !c.Green)) blocks.Add(new Block($"preflight:{red.Name}", $"preflight {red.Name}: {red.Detail}"));
        return blocks;
    }

    private CommandResult Close(DeskCommand.CloseHedges command)
    {
        var wanted = m.Hedges.Values.Where(h => (command.HedgeId is null || h.Id == command.HedgeId) && !h.State.IsOver()).ToList();
        if (wanted.Count == 0 && command.HedgeId is not null) return new CommandResult.Refused("hedge_not_found", $"no open hedge is called {command.HedgeId}");
        foreach (var hedge in wanted.Where(h => h.State is HedgeState.Hedged or HedgeState.Partial or HedgeState.Trimming)) hedges.StartClosing(hedge, ExitReasons.Operator);
        effects.Persist("flatten_requested", tx => tx.Event("WARNING", "flatten_requested", JsonSerializer.Serialize(new { by = command.By, hedges = wanted.Select(h => h.Id) })));
        return new CommandResult.Done(new Dictionary<string, object?> { ["closing"] = wanted.Select(h => h.Id).ToArray() });
    }

    private CommandResult Patch(DeskCommand.PatchControl command)
    {
        var (next, changes) = ControlPatching.Apply(m, command.Patch);
        if (command.Patch.DryRun == true && !m.Control.DryRun)
        {
            Mode.SetDryRun(command.By);
            next = next with { DryRun = true };
            changes["dry_run"] = true;
        }

        if (changes.Count > 0) Mode.Become(next with { State = m.State, HoldEpoch = m.Control.HoldEpoch }, "INFO", "control_patch", command.By, new { changes });
        return new CommandResult.Done(new Dictionary<string, object?> { ["changes"] = changes });
    }
}
