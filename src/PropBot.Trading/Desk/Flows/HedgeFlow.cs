using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk.Flows;

/// <summary>Carries out what the pure rooms of Hedging decide, one hedge at a time, after each fact and on the timer.</summary>
internal sealed class HedgeFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, HedgeJournal journal)
{
    private static readonly Bps WidestCap = new(500m);
    private static readonly TimeSpan LateStream = TimeSpan.FromMilliseconds(300);

    public required OrderFlow Orders { get; init; }

    /// <summary>Set once, right after both are made: they need each other.</summary>
    public NakedFlow Naked { get; set; } = null!;

    public void Advance(Hedge hedge)
    {
        m.Dirty = true;
        NoticeFills(hedge);
        var reference = Reference(hedge);
        switch (hedge.State)
        {
            case HedgeState.Planned or HedgeState.Exposed:
                AdvanceOpening(hedge, reference);
                break;
            case HedgeState.Partial:
                Naked.Advance(hedge, hedge.Legs(reference));
                break;
            case HedgeState.Closing:
                Naked.Watch(hedge, hedge.Legs(reference));
                AdvanceClosing(hedge, reference);
                break;
            case HedgeState.Trimming:
                Naked.Watch(hedge, hedge.Legs(reference));
                AdvanceTrimming(hedge, reference);
                break;
        }
    }

    /// <summary>Starts closing, from any state that is open; legal in every mode (R4).</summary>
    public void StartClosing(Hedge hedge, string reason)
    {
        if (hedge.State is not (HedgeState.Hedged or HedgeState.Partial or HedgeState.Trimming)) return;
        if (hedge.State != HedgeState.Partial) hedge.BeginReducing();
        Become(hedge, HedgeEvent.CloseStarted, reason);
        Advance(hedge);
    }

    /// <summary>Closes what both legs of a partial hedge have in common (R3); nothing while a leg is at work or a venue is dark.</summary>
    public void CloseMatched(Hedge hedge)
    {
        var legs = hedge.Legs(Reference(hedge));
        if (hedge.State != HedgeState.Partial || legs.AnyWorking || !Lit(hedge, hedge.Long.Venue) || !Lit(hedge, hedge.Short.Venue)) return;
        if (legs.Behind.Open.FloorTo(legs.Behind.Lot).IsZero) return;
        hedge.BeginReducing();
        hedge.Kept = (legs.Ahead.Venue, legs.Excess);
        Become(hedge, HedgeEvent.CloseStarted, ExitReasons.KillMatched);
        Advance(hedge);
    }

    /// <summary>Makes both legs of a hedge that small (R15); zero closes it.</summary>
    public void StartTrimming(Hedge hedge, Quantity target)
    {
        if (hedge.State != HedgeState.Hedged) return;
        if (target.IsZero)
        {
            StartClosing(hedge, ExitReasons.Guardian);
            return;
        }

        hedge.BeginReducing();
        hedge.TrimTarget = target;
        Become(hedge, HedgeEvent.TrimStarted, ExitReasons.Guardian);
        Advance(hedge);
    }

    public decimal? ExcessLoss(Hedge hedge, in PairOfLegs legs)
    {
        if (legs.Excess.IsZero) return 0m;
        var leg = hedge.Leg(legs.Ahead.Venue);
        if (leg.EntryPrice is not { } entry) return null;
        var book = m.Books[hedge.Pair][leg.Venue];
        var exit = leg.Side == Side.Buy ? book.Bid : book.Ask;
        if (!exit.IsSet) return null;
        return (entry.Value - exit.Value) * leg.Side.Sign() * legs.Excess.Value;
    }

    private void NoticeFills(Hedge hedge)
    {
        var unequal = hedge.Long.Open != hedge.Short.Open;
        if (hedge.State == HedgeState.Planned && !(hedge.Long.Entered.IsZero && hedge.Short.Entered.IsZero))
            Become(hedge, HedgeEvent.OpeningFilled, "");
        else if (unequal && hedge.State is HedgeState.Hedged or HedgeState.Closed or HedgeState.Abandoned && hedge.Reason != "dust")
            LateFill(hedge);
        if (!unequal) hedge.ExposedSince = null;
        else if (hedge.ExposedSince is null)
        {
            hedge.ExposedSince = m.Now;
            effects.Persist($"hedge {hedge.Id}", HedgeStore.Update(hedge));
        }
    }

    private void LateFill(Hedge hedge)
    {
        if (hedge.Legs(Reference(hedge)).Excess.IsZero) return;
        if (hedge.State.IsOver())
        {
            // It had been counted as over; it is not.
            if (hedge.State == HedgeState.Closed) m.RealisedClosed -= journal.Uncount(hedge);
            hedge.ClosedAt = null;
            m.Track(hedge);
        }

        Become(hedge, HedgeEvent.LateFill, "late_fill");
        mode.EngageHold("hedge_leg_failed", "hedging", "desk");
    }

    private void AdvanceOpening(Hedge hedge, Price reference)
    {
        // An order that died in the process before the venue saw it must not be waited for by asking: it is voided already.
        var legs = hedge.Legs(reference);
        var facts = new OpeningFacts(legs, MayOpen(hedge), hedge.ExposedSince is { } since ? m.Now - since : null, HasPrice(hedge, legs.Behind));
        switch (OpeningMoves.Next(facts, m.Options.Hedging, m.Limits.Caps.MaxSubmissionsPerLeg))
        {
            case HedgeMove.Become become:
                Become(hedge, become.Event, become.Reason);
                break;
            case HedgeMove.Follow follow:
                SendOpening(hedge, hedge.Leg(follow.Venue), follow.Quantity, SecondCap(hedge.Leg(follow.Venue)), null);
                break;
        }
    }

    /// <summary>Every opening order leaves here, with the gate's stamp.</summary>
    public void SendOpening(Hedge hedge, LegBook leg, Quantity quantity, Price cap, Action<Ledger.LedgerTransaction>? parent) =>
        Orders.Submit(RiskGate.Stamp(NewOrder(hedge, leg, OrderPurpose.Open, leg.Side, quantity, cap, arrival: parent is null ? Offered(hedge, leg, quantity) : null)), hedge, parent);

    private void AdvanceClosing(Hedge hedge, Price reference)
    {
        var legs = hedge.Legs(reference);
        if (hedge.Reason == ExitReasons.KillMatched) hedge.Kept ??= (legs.Ahead.Venue, legs.Excess);
        var facts = new ClosingFacts(
            legs, Lit(hedge, hedge.Long.Venue), Lit(hedge, hedge.Short.Venue), Rested(hedge.Long), Rested(hedge.Short),
            hedge.Long.Exited + hedge.Short.Exited > hedge.ExitedBefore,
            ExitReasons.CanWait(hedge.Reason) && hedge.Long.Reductions + hedge.Short.Reductions > 0)
        {
            KeepLong = hedge.KeptOf(hedge.Long.Venue),
            KeepShort = hedge.KeptOf(hedge.Short.Venue),
            EachVenue = m.Control is { KillPending: true, KillScope: FlattenScope.EachVenue },
        };
        foreach (var move in ClosingMoves.Next(facts))
        {
            if (move is HedgeMove.Become become) Become(hedge, become.Event, become.Reason);
            else if (move is HedgeMove.Reduce reduce) SendReducing(hedge, reduce, OrderPurpose.Close);
        }
    }

    // After a restart the target is what both legs still have in common: the guardian looks at the danger anew.
    private void AdvanceTrimming(Hedge hedge, Price reference)
    {
        var legs = hedge.Legs(reference);
        var target = hedge.TrimTarget ?? Quantity.Min(legs.Long.Open, legs.Short.Open);
        var facts = new TrimFacts(legs, target, Lit(hedge, hedge.Long.Venue), Lit(hedge, hedge.Short.Venue), Rested(hedge.Long), Rested(hedge.Short));
        foreach (var move in TrimMoves.Next(facts))
        {
            if (move is HedgeMove.Reduce reduce) SendReducing(hedge, reduce, OrderPurpose.Close);
            else if (move is HedgeMove.Become become)
            {
                hedge.TrimmedAt = m.Now;
                Become(hedge, become.Event, become.Reason);
            }
        }
    }

    internal void SendReducing(Hedge hedge, HedgeMove.Reduce reduce, OrderPurpose purpose)
    {
        var leg = hedge.Leg(reduce.Venue);
        var side = leg.Side.Opposite();
        var book = m.Books[hedge.Pair][leg.Venue];
        var piece = ReducingPath.Piece(leg.Instrument, reduce.Quantity);
        if (piece.IsZero || ClosingReach.Planned(book, side, piece) is not { } planned) return;
        var step = ClosingReach.Steps(leg.Orders);
        var widest = Caps.Second(side, planned, WidestCap, leg.Instrument.Tick);
        var cap = Caps.Closing(side, planned, m.Options.Hedging.LegMaxSlippage, step, leg.Instrument.Tick);
        if (side == Side.Buy ? cap > widest : cap < widest) cap = widest;
        Orders.Submit(ReducingPath.Stamp(NewOrder(hedge, leg, purpose, side, piece, cap, planned)), hedge, null);
    }

    private Order NewOrder(Hedge hedge, LegBook leg, OrderPurpose purpose, Side side, Quantity quantity, Price cap, Price? expected = null, Price? arrival = null) => new()
    {
        Id = OrderNames.Order(hedge.Id, leg.Venue, leg.NextNumber),
        HedgeId = hedge.Id,
        Number = leg.NextNumber,
        Purpose = purpose,
        Instrument = leg.Instrument,
        Side = side,
        Quantity = quantity,
        Limit = cap,
        Expected = expected ?? leg.Planned,
        Arrival = arrival,
        CreatedAt = m.Now,
        ValidUntil = m.Now + m.Options.Hedging.OrderValidity,
        Simulated = hedge.Simulated,
        ModeEpoch = m.ModeEpoch.Current,
    };

    internal void Become(Hedge hedge, HedgeEvent fact, string reason)
    {
        var before = hedge.State;
        hedge.Meet(fact, reason);
        if ((before, fact) == (HedgeState.Partial, HedgeEvent.BothFlat)) Unwound(hedge);
        if (before == HedgeState.Closing) hedge.Kept = null;
        if (fact == HedgeEvent.CloseFoundNothing) (hedge.Reason, hedge.ExitNotBefore) = ("", m.Now + m.Options.Hedging.AttemptPause);
        if (hedge.State.IsOver()) hedge.ClosedAt = m.Now;
        effects.Persist($"hedge {hedge.Id}", HedgeStore.Update(hedge));
        journal.Record(hedge, fact);
        if (fact == HedgeEvent.OpeningFailed) OpeningFailed(hedge);
        if (fact == HedgeEvent.BothFlat && ExitReasons.CoolsDown(hedge.Reason) && hedge.Pair >= 0)
        {
            m.Churn.StandStill(hedge.Pair, m.Now + m.Options.Hedging.CoolDown);
            KeepChurn(hedge);
        }

        if (!hedge.IsOpening) Answer(hedge);
        if (hedge.State.IsOver()) m.Retire(hedge);
        m.Dirty = true;
    }

    // An open that was taken back has only cost fees: a pair that keeps doing it rests (P10).
    private void Unwound(Hedge hedge)
    {
        if (hedge.Pair < 0) return;
        if (m.Churn.Unwound(hedge.Pair, m.Now) is { } until)
            journal.Event("WARNING", "pair_quarantined", hedge, $"{m.Options.Hedging.ChurnUnwinds} opens were unwound: {hedge.Symbol} stands still until {until.UtcDateTime:HH:mm:ss} UTC");
        KeepChurn(hedge);
    }

    private void KeepChurn(Hedge hedge) => effects.Persist("churn", ChurnStore.Save(hedge.Symbol, m.Churn.Record(hedge.Pair)));

    private void OpeningFailed(Hedge hedge)
    {
        hedge.UnwindAtOnce = hedge.Reason == OpeningMoves.Residue || m.Options.Hedging.LegFailure == LegFailurePolicy.Unwind;
        if (hedge.Reason != OpeningMoves.Residue) mode.EngageHold("hedge_leg_failed", "hedging", "desk");
    }

    private static void Answer(Hedge hedge)
    {
        hedge.WhenOpened?.Invoke(hedge);
        hedge.WhenOpened = null;
    }

    private bool MayOpen(Hedge hedge) => m.State.Opens() && !m.Stopping && m.Runaway.Fits(1, m.Now) && (hedge.Simulated || !m.Control.DryRun);

    private bool HasPrice(Hedge hedge, in LegFacts behind)
    {
        var leg = hedge.Leg(behind.Venue);

        // An order sent to a dark venue would be unknown for as long as it is dark, and its hedge could not be taken back (R31).
        if (leg.Instrument.Status != InstrumentStatus.Trading || !Lit(hedge, leg.Venue)) return false;
        var book = m.Books[hedge.Pair][leg.Venue];

        // A book too old to tell must not hold the leg back: the cap bounds the price anyway.
        if (!book.IsFresh(m.Now, LateStream)) return true;
        var cap = SecondCap(leg);
        return leg.Side == Side.Buy ? book.Ask <= cap : book.Bid >= cap;
    }

    // The plan's own first order leaves with the plan; every later one meets another book, and the difference is legging.
    private Price? Offered(Hedge hedge, LegBook leg, Quantity quantity) =>
        hedge.Pair >= 0 && m.Books[hedge.Pair][leg.Venue].TryFill(leg.Side, quantity, out var fill) && fill.Average != leg.Planned ? fill.Average : null;

    private Price SecondCap(LegBook leg) => Caps.Second(leg.Side, leg.Planned, m.Options.Hedging.LegMaxSlippage, leg.Instrument.Tick);

    private bool Rested(LegBook leg) => Rested(leg, m.Now);

    /// <summary>The pause since the leg's last reduce-only order is over; it grows with their number.</summary>
    internal static bool Rested(LegBook leg, DateTimeOffset now)
    {
        if (leg.LastReduction is not { } last) return true;
        var pause = Math.Min(100 * (1 << Math.Min(leg.Reductions, 5)), 2_000);
        return now - last.CreatedAt >= TimeSpan.FromMilliseconds(pause);
    }

    // A halted instrument takes no order at all, as a dark venue does; one that is close-only takes these.
    internal bool Lit(Hedge hedge, Venue venue) =>
        hedge.Simulated || (m.Status(venue).PrivateUp && hedge.Leg(venue).Instrument.Status != InstrumentStatus.Halted);

    internal Price Reference(Hedge hedge)
    {
        if (hedge.Pair >= 0 && m.Books[hedge.Pair].TryMid(out var mid)) return new Price(mid);
        return new Price(hedge.Mid);
    }
}
