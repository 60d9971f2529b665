using System.Collections.Concurrent;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;
using PropBot.Trading.Strategies;

namespace PropBot.Web.Tests;

/// <summary>A desk whose snapshot the test sets, and which moves between its states by the desk's own table.</summary>
public sealed partial class FakeDesk(TimeProvider clock) : IDesk
{
    private readonly Lock gate = new();
    private DeskSnapshot snapshot = Start(clock.GetUtcNow());

    /// <summary>While true no command is ever answered.</summary>
    public bool Hangs { get; set; }

    /// <summary>What <see cref="DeskCommand.Execute"/> answers; by default a hedged pair.</summary>
    public Func<DeskCommand.Execute, CommandResult>? OnExecute { get; set; }

    /// <summary>What dial and strategy commands answer; by default that they are done.</summary>
    public Func<DeskCommand, CommandResult>? OnMeasure { get; set; }

    /// <summary>Where permits are marked.</summary>
    public ILedger? Ledger { get; init; }

    public ConcurrentQueue<DeskCommand> Commands { get; } = [];

    public DeskSnapshot Snapshot
    {
        get
        {
            lock (gate) return snapshot;
        }
    }

    public void Set(Func<DeskSnapshot, DeskSnapshot> change)
    {
        lock (gate) snapshot = change(snapshot) with { Version = snapshot.Version + 1, At = clock.GetUtcNow() };
    }

    /// <summary>STANDBY or RUN without the ceremony.</summary>
    public void Enter(DeskState state) => Set(s => s with { State = state, HoldReasons = state.HoldActive() ? s.HoldReasons : [] });

    public Task<CommandResult> Send(DeskCommand command)
    {
        Commands.Enqueue(command);
        return Hangs ? new TaskCompletionSource<CommandResult>().Task : Task.FromResult(Apply(command));
    }

    private CommandResult Apply(DeskCommand command) => command switch
    {
        DeskCommand.EngageHold hold => Hold(hold.Reason, hold.Source),
        DeskCommand.Kill kill => Kill(kill),
        DeskCommand.LeaveHold leave => Leave(leave),
        DeskCommand.UsePermit use => Use(use.Permit),
        DeskCommand.LowerLimit lower => Lower(lower),
        DeskCommand.Resume => Move(DeskTrigger.Resume),
        DeskCommand.SetSafeMode safe => Move(safe.On ? DeskTrigger.SafeModeOn : DeskTrigger.SafeModeOff),
        DeskCommand.PatchControl patch => Patch(patch.Patch),
        DeskCommand.AcknowledgeIncident ack => Incident(ack.Id, incident => incident.Acknowledged(ack.By, clock.GetUtcNow())),
        DeskCommand.ExplainIncident explain => Incident(explain.Id, incident => incident.Explained(explain.By, explain.RootCause, clock.GetUtcNow())),
        DeskCommand.CancelAll => new CommandResult.Done(new Dictionary<string, object?> { ["cancelled"] = 2, ["failed"] = 0 }),
        DeskCommand.CloseHedges close => Close(close.HedgeId),
        DeskCommand.SetRpi or DeskCommand.EnableStrategy or DeskCommand.DisableStrategy =>
            OnMeasure?.Invoke(command) ?? new CommandResult.Done(),
        DeskCommand.AssessHedge or DeskCommand.UnwindHedge or DeskCommand.CompleteHedge or DeskCommand.BookByHand => OfPartial(command),
        DeskCommand.Execute execute => OnExecute?.Invoke(execute) ?? Open(execute),
        _ => throw new InvalidOperationException($"{command} is unknown"),
    };

    private CommandResult.Done Hold(string reason, string source)
    {
        var why = new HoldReason(reason, source, clock.GetUtcNow());
        Set(s => s.HoldReasons.Any(r => r.Code == reason)
            ? s with { State = DeskState.Hold }
            : s with { State = DeskState.Hold, HoldEpoch = s.HoldEpoch + 1, HoldReasons = s.HoldReasons.Add(why), ShownHoldReason = why });
        return new CommandResult.Done();
    }

    private CommandResult.Done Kill(DeskCommand.Kill kill)
    {
        Hold("kill_switch", "operator");
        Set(s => s with { Kill = new KillView("k1", clock.GetUtcNow(), kill.By, kill.Flatten, Pending: true, "reading both venues") });
        return new CommandResult.Done(new Dictionary<string, object?> { ["cancelled"] = 3, ["failed"] = 0 });
    }

    private CommandResult Use(Permit permit)
    {
        var result = permit.HoldEpoch != Snapshot.HoldEpoch || permit.BootId != Snapshot.BootId
            ? new CommandResult.Refused("state_changed", "the HOLD has changed")
            : permit.Kind switch
            {
                PermitKinds.LeaveHold => Leave(new DeskCommand.LeaveHold(permit.By, permit.Id, permit.HoldEpoch, permit.BootId)),
                PermitKinds.SafeModeOff => Move(DeskTrigger.SafeModeOff),
                PermitKinds.DryRunOff => Patch(new ControlPatch { DryRun = false }),
                PermitKinds.RaiseLimit => Raise(permit),
                PermitKinds.TurnDial => Turn(permit),
                PermitKinds.UnfreezeStrategy => Thaw(permit),
                _ => throw new InvalidOperationException($"{permit.Kind} is unknown"),
            };
        Mark(permit, result);
        return result;
    }

    private void Mark(Permit permit, CommandResult result)
    {
        var at = clock.GetUtcNow();
        _ = Ledger!.Write(tx =>
        {
            if (result is CommandResult.Refused refused)
            {
                PermitStore.Void(tx, permit.Id, refused.Code, at);
                return;
            }

            PermitStore.Begin(tx, permit.Id, at);
            PermitStore.Use(tx, permit.Id, at);
        });
    }

    private CommandResult.Done Turn(Permit permit)
    {
        using var json = JsonDocument.Parse(permit.Payload);
        var value = json.RootElement.GetProperty("rpi").GetInt32();
        Set(s => s with { Measures = s.Measures with { Dial = s.Measures.Dial with { Value = value, WasCut = false } } });
        return new CommandResult.Done();
    }

    private CommandResult.Done Thaw(Permit permit)
    {
        using var json = JsonDocument.Parse(permit.Payload);
        var name = json.RootElement.GetProperty("strategy").GetString();
        Set(s => s with { Measures = s.Measures with { Strategies = s.Measures.Strategies with { Decisions = [.. s.Measures.Strategies.Decisions.Select(one => one.Name == name ? one with { State = one.State.Thaw() } : one)] } } });
        return new CommandResult.Done();
    }

    private CommandResult.Done Raise(Permit permit)
    {
        using var json = JsonDocument.Parse(permit.Payload);
        return Limit(json.RootElement.GetProperty("limit").GetString()!, json.RootElement.GetProperty("scope").GetString()!, json.RootElement.GetProperty("value").GetDecimal());
    }

    private CommandResult Lower(DeskCommand.LowerLimit lower) => Snapshot.Limits.FirstOrDefault(view => view.Limit == lower.Limit) is { Value: { } now } && lower.Value > now
        ? new CommandResult.Refused("two_people_required", "raising needs two people")
        : Limit(lower.Limit, lower.Scope, lower.Value);

    private CommandResult.Done Limit(string limit, string scope, decimal value)
    {
        Set(s => s with { Limits = [.. s.Limits.Where(view => view.Limit != limit || view.Scope != scope), new LimitView(limit, scope, value, null, (s.Limits.FirstOrDefault(view => view.Limit == limit && view.Scope == scope)?.Version ?? 0) + 1)] });
        return new CommandResult.Done(new Dictionary<string, object?> { ["limit"] = limit, ["scope"] = scope, ["value"] = value });
    }

    private CommandResult Leave(DeskCommand.LeaveHold leave)
    {
        var now = Snapshot;
        if (!now.State.HoldActive()) return new CommandResult.Refused("hold_not_active", "HOLD is not active");
        if (leave.HoldEpoch != now.HoldEpoch || leave.BootId != now.BootId) return new CommandResult.Refused("state_changed", "the HOLD has changed");
        if (!now.Blocks.IsEmpty) return new CommandResult.Refused("blocked", "blocked");
        Set(s => s with { State = DeskState.StandbySafe, HoldEpoch = s.HoldEpoch + 1, HoldReasons = [], LastReleasedAt = clock.GetUtcNow() });
        return new CommandResult.Done();
    }

    private CommandResult Move(DeskTrigger trigger)
    {
        switch (Snapshot.State.After(trigger))
        {
            case StateStep.To to:
                Set(s => s with { State = to.State });
                return new CommandResult.Done();
            case StateStep.Refused refused:
                return new CommandResult.Refused(refused.Code, refused.Text);
            default:
                throw new InvalidOperationException("a step leads somewhere or is refused");
        }
    }

    private CommandResult.Done Patch(ControlPatch patch)
    {
        Set(s => s with
        {
            DryRun = patch.DryRun ?? s.DryRun,
            Control = s.Control with
            {
                MinSpreadBps = patch.MinSpreadBps ?? s.Control.MinSpreadBps,
                MaxSlippageBps = patch.MaxSlippageBps ?? s.Control.MaxSlippageBps,
                OrderNotionalUsdt = patch.OrderNotionalUsdt ?? s.Control.OrderNotionalUsdt,
                PollIntervalSec = patch.PollIntervalSec ?? s.Control.PollIntervalSec,
                AutoLoop = patch.AutoLoop ?? s.Control.AutoLoop,
                LoopPair = patch.LoopPair is null ? s.Control.LoopPair : patch.LoopPair.Length == 0 ? null : patch.LoopPair,
                LoopVenues = patch.LoopVenues is null ? s.Control.LoopVenues : [.. patch.LoopVenues],
            },
        });
        return new CommandResult.Done();
    }

    private CommandResult Incident(string id, Func<Incident, Incident> change)
    {
        if (Snapshot.Watch.Incidents.All(i => i.Id != id)) return new CommandResult.Refused("incident_not_found", "no such incident");
        Set(s => s with { Watch = s.Watch with { Incidents = [.. s.Watch.Incidents.Select(i => i.Id == id ? change(i) : i)] } });
        return new CommandResult.Done();
    }

    private CommandResult.Done Close(string? id)
    {
        Set(s => s with { Hedges = [.. s.Hedges.Select(h => id is null || h.Id == id ? Flat(h) : h)] });
        return new CommandResult.Done();
    }

    private CommandResult Open(DeskCommand.Execute execute)
    {
        if (Snapshot.State != DeskState.Run) return new CommandResult.Refused("not_running", "resume first");
        if (execute.MinSpread > 500m) return new CommandResult.Refused("spread_below_threshold", "the spread is smaller");
        if (execute.NotionalUsdt > 50_000m) return new CommandResult.Refused("per_position_limit_exceeded", "too large");
        if (execute.Leverage > 5m) return new CommandResult.Refused("leverage_limit_exceeded", "too much leverage");
        var hedge = Hedge($"h{Snapshot.Hedges.Length + 1}", execute.Symbol, HedgeState.Hedged, execute.By, clock.GetUtcNow());
        Set(s => s with { Hedges = s.Hedges.Insert(0, hedge) });
        return new CommandResult.Done(new Dictionary<string, object?> { ["hedge_id"] = hedge.Id });
    }

    public static HedgeRecord Hedge(string id, string symbol, HedgeState state, string by, DateTimeOffset at) => new()
    {
        Id = id,
        Symbol = symbol,
        State = state,
        Simulated = false,
        OpenedAt = at,
        Planned = new Quantity(0.02m),
        Long = new LegRecord(Venue.Binance, Side.Buy, new Quantity(0.02m), new Price(50_000m), default, null, Money.OfUsdt(0.45m), Money.OfUsdt(0m), new Price(50_000m)),
        Short = new LegRecord(Venue.Okx, Side.Sell, new Quantity(0.02m), new Price(50_125m), default, null, Money.OfUsdt(0.5m), Money.OfUsdt(0m), new Price(50_125m)),
        Edge = new EdgeParts(new Bps(24.97m), new Bps(1.5m), new Bps(19m), new Bps(2m), new Bps(1m)),
        Leverage = 2m,
        Initiator = by,
        Realised = Money.OfUsdt(0m),
    };

    private static HedgeRecord Flat(HedgeRecord h) => h with
    {
        State = HedgeState.Closed,
        Long = h.Long with { Exited = h.Long.Entered, ExitPrice = h.Long.EntryPrice },
        Short = h.Short with { Exited = h.Short.Entered, ExitPrice = h.Short.EntryPrice },
    };

    private static DeskSnapshot Start(DateTimeOffset now) => new()
    {
        At = now,
        StartedAt = now,
        Version = 1,
        Profile = "paper",
        BootId = "boot-1",
        State = DeskState.Hold,
        HoldEpoch = 7,
        HoldReasons = [new HoldReason(HoldReason.RestartCode, "bootstrap", now)],
        ShownHoldReason = new HoldReason(HoldReason.RestartCode, "bootstrap", now),
        DryRun = false,
        Control = new ControlView(1_000m, 1m, 2m, 5, AutoLoop: true, null, ["binance", "okx"], TwoManRule: true),
        Blocks = [],
        Limits = [new LimitView("max_position_usdt", "", 100m, null, 0), new LimitView("max_open_orders", "", null, null, 0), new LimitView("max_total_notional_usdt", "", 150_000m, null, 0)],
        Preflight = [new PreflightCheck("clocks", Green: true, "within bounds")],
        PreflightAt = now,
        Venues = [Venue0(Venue.Binance, 4.5m, now), Venue0(Venue.Okx, 5m, now)],
        Pairs = [Pair("BTCUSDT", now), Pair("ETHUSDT", now)],
        Hedges = [],
        Truth = TruthView.Unknown with { Reconciliation = Convergence.Start.After(new ReconciliationReport(now, [], [], [], [], 0), new ReconciliationOptions()) },
        Runaway = new RunawayView(0, 300, 0, 600),
        AutoHedge = new AutoHedgeView(true, now, "ok", 0, null, null),
        RealisedPnl = Money.OfUsdt(12.5m),
        RealisedPnlToday = Money.OfUsdt(-3.25m),
        NakedNotional = Money.OfUsdt(0m),
        LedgerWritable = true,
    };

    private static VenueView Venue0(Venue venue, decimal fee, DateTimeOffset now) => new(
        venue, LinkEvent.Up, LinkEvent.Up, "", new ClockReading(venue, TimeSpan.FromMilliseconds(venue == Venue.Okx ? -40 : 3), TimeSpan.FromMilliseconds(1), now),
        [new BalanceFact(venue, "USDT", 10_000m, 10_010m, 9_000m, 0.01m, now)], [], 0, 0)
    {
        TakerFee = new Bps(fee),
    };

    /// <summary>R23's vector: buy on Binance at 60,000, sell on OKX at 60,150; net 1.47 bps.</summary>
    private static PairView Pair(string symbol, DateTimeOffset now) => new(
        symbol,
        [Quote(Venue.Binance, 59_999m, 60_000m, now), Quote(Venue.Okx, 60_150m, 60_151m, now)],
        [
            new EdgeView(Venue.Binance, Venue.Okx, new Quantity(0.016m), new EdgeParts(new Bps(24.97m), new Bps(1.5m), new Bps(19m), new Bps(2m), new Bps(1m)), 900, null),
            new EdgeView(Venue.Okx, Venue.Binance, new Quantity(0.016m), new EdgeParts(new Bps(-25.3m), new Bps(1.5m), new Bps(19m), new Bps(2m), new Bps(0m)), 900, "edge_too_small"),
        ]);

    private static QuoteView Quote(Venue venue, decimal bid, decimal ask, DateTimeOffset now) => new(
        venue, new Price(bid), new Quantity(2m), new Price(ask), new Quantity(2m), new Price((bid + ask) / 2m), 0.0001m, now.AddHours(4), now, BookValid: true);
}
