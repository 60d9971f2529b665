using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk.Flows;

/// <summary>From a quote or a person's wish to a hedge: scanner, gate, intent, first leg.</summary>
internal sealed class OpenFlow(DeskMemory m, Scanner scanner, HedgeFlow hedges, HedgeJournal journal, ModeFlow mode)
{
    public const string AutoInitiator = "auto_hedge";
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private readonly PairTerms?[] terms = m.Terms;
    private DateTimeOffset basisRests;
    private readonly Dictionary<int, (string Code, DateTimeOffset At)> said = [];

    public required RiskReader Risk { get; init; }

    public required EdgeIncidents EdgeGuard { get; init; }

    /// <summary>What the loop last came to, or why it stands still (contract 7.6).</summary>
    public string? Result => (m.AutoLoop, m.State.HoldActive(), m.State.SafeMode(), m.State.Opens()) switch
    {
        (false, _, _, _) => "disabled",
        (_, true, _, _) => "rejected: hold_active",
        (_, _, true, _) => "rejected: safe_mode",
        (_, _, _, false) => $"rejected: mode={m.State.Mode()}",
        _ => m.AutoResult,
    };

    /// <summary>Hears each plan that the gate has let through, before anything is made of it. Set by the desk's owner; null = nobody.</summary>
    public Action<HedgePlan>? Approved { get; set; }

    /// <summary>Why the basis strategy may not open now; null when it may. Set by the desk.</summary>
    public Func<string?> StrategySays { get; set; } = () => null;

    /// <summary>Called for each quote of a pair. Allocates nothing while there is nothing to do.</summary>
    public void Scan(int pair)
    {
        if (!m.State.Opens() || !m.AutoLoop || m.Stopping || !m.MayOpenOn[pair] || m.Now < m.NextAttemptAt[pair]) return;
        m.AutoCheckedAt = m.Now;
        if (!MayTry(pair)) return;
        if (!Try(pair, Venue.Binance)) Try(pair, Venue.Okx);
    }

    /// <param name="inFull">Measured at the real size even when the best prices already refuse: for people's eyes.</param>
    public EdgeRefusal Read(int pair, Venue buy, bool inFull, out EdgeReading reading, out HedgePlan? plan) => scanner.Evaluate(
        m.Books[pair], terms[pair], m.History[pair], m.Drift.Current, m.Hold.Current, buy, m.ScaledNotional, m.MinSpread, m.Now, out reading, out plan, inFull);

    /// <summary>What the gate would say; nothing is recorded and nothing held by asking. It also keeps the rare path of an opening at hand.</summary>
    public RiskRefusal? Ask(int pair, Venue buy)
    {
        try
        {
            return RiskGate.Check(Risk.Read(pair, buy, m.ScaledNotional, m.Options.Leverage), m.Limits);
        }
        catch (Exception broken)
        {
            // A picture for people must not fail; an opening that meets the same fault trips the desk (P20).
            return new RiskRefusal("guard_failed", $"the gate cannot be asked: {broken.Message}");
        }
    }

    /// <summary>A person opens one hedge: same scanner arithmetic, same gate (R36).</summary>
    public CommandResult? On(DeskCommand.Execute command, CommandEnvelope envelope)
    {
        var pair = m.Options.Universe.IndexOf(command.Symbol);
        if (pair < 0 || !m.MayOpenOn[pair])
            return new CommandResult.Refused("unknown_symbol", $"{command.Symbol} is not in SYMBOLS ({string.Join(", ", m.Options.Universe.Symbols)})");
        var leverage = command.Leverage ?? m.Options.Leverage;
        var refusal = BestPlan(pair, command.NotionalUsdt, out var plan);
        if (Gate(pair, plan?.Buy ?? Venue.Binance, command.NotionalUsdt, leverage) is { } refused && !IsOnlyStale(refused, refusal))
        {
            Log(pair, command.NotionalUsdt, refused, command.By);
            return new CommandResult.Refused(refused.Code, refused.Text);
        }

        if (plan is null) return Refused(command, refusal.Word(), $"no executable edge for {command.Symbol}: {refusal.Word()}");
        if (command.MinSpread is { } least && plan.SellPlanned.Value - plan.BuyPlanned.Value < least)
            return Refused(command, "spread_below_threshold", $"the executable spread is {plan.SellPlanned.Value - plan.BuyPlanned.Value:0.########} USDT, asked for at least {least}");
        if (IsOpening(pair)) return Refused(command, "opening_in_progress", "another hedge of this symbol is being opened: try again in a moment");
        Open(plan, command.By, hedge => envelope.Reply.TrySetResult(Outcome(hedge)));
        return null;
    }

    // Manual opens need executable prices and history, not the minimum edge: the person's bound is MIN_SPREAD of the call (contract 7.4).
    private EdgeRefusal BestPlan(int pair, decimal notional, out HedgePlan? best)
    {
        best = null;
        var why = EdgeRefusal.None;
        foreach (var buy in Instruments.Venues.All)
        {
            var refusal = scanner.Evaluate(
                m.Books[pair], terms[pair], m.History[pair], m.Drift.Current, m.Hold.Current, buy, notional, new Bps(-10_000m), m.Now, out _, out var plan);
            if (plan is not null && (best is null || plan.Parts.Entry > best.Parts.Entry)) best = plan;
            else if (refusal != EdgeRefusal.None) why = refusal;
        }

        return best is null ? why : EdgeRefusal.None;
    }

    /// <summary>A pair that the loop may open now, nothing of it being opened already.</summary>
    public bool MayTry(int pair) => m.MayOpenOn[pair] && m.Now >= m.NextAttemptAt[pair] && InLoop(pair) && !IsOpening(pair);

    private bool Try(int pair, Venue buy)
    {
        if (Read(pair, buy, false, out _, out var plan) != EdgeRefusal.None || plan is null) return false;
        if (m.Now < basisRests) return true;
        if (StrategySays() is not { } no) return Offer(plan, StrategyNames.Basis);

        // Asked again soon, and the pair stays free for another strategy.
        basisRests = m.Now + AskAgain;
        m.AutoResult = $"rejected: strategy:{no}";
        m.Dirty = true;
        return true;
    }

    // The dial sets the pace; at zero nothing is sized at all, so no pause is needed to be endless.
    private TimeSpan Pause => m.Measures.Dial.Factor is > 0m and var factor ? m.Options.Hedging.AttemptPause / (double)factor : m.Options.Hedging.AttemptPause;

    /// <summary>A strategy's wish, asked of the gate; true when it was an attempt, opened or not.</summary>
    public bool Offer(HedgePlan plan, string strategy)
    {
        var (pair, buy) = (plan.Pair, plan.Buy);
        m.NextAttemptAt[pair] = m.Now + Pause;
        var notional = plan.Quantity.Value * plan.Mid;
        if (Gate(pair, buy, notional, m.Options.Leverage) is { } refused)
        {
            m.AutoResult = $"rejected: {refused.Code}";
            m.Dirty = true;
            if (IsNews(pair, refused.Code)) Log(pair, notional, refused, AutoInitiator);
            return true;
        }

        Open(plan, AutoInitiator, null, strategy);
        return true;
    }

    private void Open(HedgePlan plan, string initiator, Action<Hedge>? whenOpened, string strategy = StrategyNames.Basis)
    {
        Approved?.Invoke(plan);
        var number = ++m.LastHedgeNumber;
        var pairTerms = terms[plan.Pair]!;
        var hedge = new Hedge
        {
            Id = OrderNames.Hedge(m.StoreTag, m.StoreEpoch, number),
            Number = number,
            Pair = plan.Pair,
            Symbol = plan.Symbol,
            Simulated = m.Control.DryRun,
            OpenedAt = m.Now,
            Planned = plan.Quantity,
            Long = new LegBook(pairTerms.Instrument(plan.Buy), Side.Buy, plan.BuyPlanned),
            Short = new LegBook(pairTerms.Instrument(plan.Sell), Side.Sell, plan.SellPlanned),
            FirstLeg = plan.FirstLeg,
            Edge = plan.Parts,
            Mid = plan.Mid,
            Leverage = m.Options.Leverage,
            Initiator = initiator,
            Strategy = strategy,
            WhenOpened = whenOpened,
        };
        m.Track(hedge);
        m.Dirty = true;
        hedges.SendOpening(hedge, hedge.Leg(plan.FirstLeg), plan.Quantity, plan.FirstCap, HedgeStore.Insert(hedge));
        if (m.Options.Hedging.LegOrder == LegOrder.Concurrent) SendSecondNow(hedge, plan);
    }

    private void SendSecondNow(Hedge hedge, HedgePlan plan)
    {
        var leg = hedge.Leg(plan.FirstLeg.Other());
        var cap = Caps.Second(leg.Side, leg.Planned, m.Options.Hedging.LegMaxSlippage, leg.Instrument.Tick);
        hedges.SendOpening(hedge, leg, plan.Quantity, cap, null);
    }

    private RiskRefusal? Gate(int pair, Venue buy, decimal notional, decimal leverage)
    {
        var refusal = RiskGate.Check(Risk.Read(pair, buy, notional, leverage), m.Limits);
        if (refusal is null)
        {
            EdgeGuard.Passed(pair);
            return null;
        }

        m.Refusals.Add(m.Books[pair].Symbol, refusal, m.Now);
        if (refusal.HoldReason.Length > 0) mode.EngageHold(refusal.HoldReason, refusal.HoldReason.StartsWith("runaway", StringComparison.Ordinal) ? "runaway_guard" : "risk_guard", "desk");
        return refusal;
    }

    // The same refusal of the same pair is logged once a minute: an edge that stays would fill the log otherwise.
    private bool IsNews(int pair, string code)
    {
        if (said.TryGetValue(pair, out var last) && last.Code == code && m.Now - last.At < SayAgain) return false;
        said[pair] = (code, m.Now);
        return true;
    }

    private bool InLoop(int pair) =>
        (m.LoopPair.Length == 0 || m.LoopPair == m.Books[pair].Symbol) && LoopHas(Venue.Binance) && LoopHas(Venue.Okx);

    private bool LoopHas(Venue venue)
    {
        foreach (var word in m.LoopVenues)
            if (Instruments.Venues.TryParse(word, out var named) && named == venue) return true;
        return false;
    }

    private bool IsOpening(int pair)
    {
        foreach (var hedge in m.OpenByPair[pair])
            if (hedge.IsOpening) return true;
        return false;
    }

    private void Log(int pair, decimal notional, RiskRefusal refused, string initiator)
    {
        if (EdgeIncidents.Owns(refused)) EdgeGuard.Refused(pair, notional, refused, initiator);
        else journal.Rejected(m.Books[pair].Symbol, notional, refused.Code, initiator);
    }

    private CommandResult.Refused Refused(DeskCommand.Execute command, string code, string text)
    {
        journal.Rejected(command.Symbol, command.NotionalUsdt, code, command.By);
        return new CommandResult.Refused(code, text);
    }

    private static bool IsOnlyStale(RiskRefusal refused, EdgeRefusal edge) => refused.Code == "book_stale" && edge != EdgeRefusal.None;

    private static CommandResult Outcome(Hedge hedge)
    {
        var data = new Dictionary<string, object?> { ["hedge_id"] = hedge.Id, ["state"] = hedge.State.ToString() };
        return hedge.State switch
        {
            HedgeState.Hedged => new CommandResult.Done(data),
            HedgeState.Partial => new CommandResult.Refused(hedge.Reason, "the hedge is partial: one leg is open without the other", data),
            _ => new CommandResult.Refused("order_failed", "nothing was filled", data),
        };
    }
}
