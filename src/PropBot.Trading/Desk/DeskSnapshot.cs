using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk;

/// <summary>Everything a door may show, at one instant. Immutable; made by the desk thread after each change and at least twice a second.</summary>
public sealed record DeskSnapshot
{
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Grows by one with every snapshot.</summary>
    public required long Version { get; init; }
    public required string Profile { get; init; }

    /// <summary>Made anew at each start; permits of another boot are void (R2).</summary>
    public required string BootId { get; init; }
    public required DeskState State { get; init; }
    public required long HoldEpoch { get; init; }
    public required ImmutableArray<HoldReason> HoldReasons { get; init; }

    /// <summary>The last HOLD's most severe reason; kept after release, as operators expect.</summary>
    public HoldReason? ShownHoldReason { get; init; }
    public DateTimeOffset? LastReleasedAt { get; init; }
    public required bool DryRun { get; init; }
    public KillView? Kill { get; init; }

    /// <summary>What a kill that flattens would leave naked now.</summary>
    public FlattenView Flatten { get; init; } = FlattenView.Nothing;
    public required ControlView Control { get; init; }
    public required ImmutableArray<Block> Blocks { get; init; }
    /// <summary>What the gate said no to lately, newest first.</summary>
    public ImmutableArray<RefusalSeen> Refusals { get; init; } = [];
    /// <summary>Every limit in force, default scope first; those set for one symbol or venue beside it (R13).</summary>
    public ImmutableArray<LimitView> Limits { get; init; } = [];
    public required ImmutableArray<PreflightCheck> Preflight { get; init; }
    public DateTimeOffset? PreflightAt { get; init; }
    public required ImmutableArray<VenueView> Venues { get; init; }
    public required ImmutableArray<PairView> Pairs { get; init; }

    /// <summary>Open, partial and the last closed hedges (at most 200), newest first.</summary>
    public required ImmutableArray<HedgeRecord> Hedges { get; init; }

    /// <summary>Real hedges of which one leg stands without the other, and what may be done about each.</summary>
    public ImmutableArray<PartialView> Partials { get; init; } = [];
    public required RunawayView Runaway { get; init; }
    public required AutoHedgeView AutoHedge { get; init; }
    public required Money RealisedPnl { get; init; }
    public required Money RealisedPnlToday { get; init; }

    /// <summary>Σ |unmatched base quantity| × mark over all pairs.</summary>
    public required Money NakedNotional { get; init; }

    /// <summary>True while the ledger takes writes.</summary>
    public required bool LedgerWritable { get; init; }

    /// <summary>CLOCK_SKEW_HOLD_THRESHOLD_MS</summary>
    public TimeSpan ClockSkewHold { get; init; }

    /// <summary>Comparison with the venues, PnL of what is open, exposure, the day's loss.</summary>
    public TruthView Truth { get; init; } = TruthView.Unknown;

    /// <summary>Balances, venues, maintenance, machine, edge guard, service levels, incidents.</summary>
    public WatchView Watch { get; init; } = WatchView.Unknown;

    /// <summary>Risk measures, capital, execution, strategies.</summary>
    public MeasuresView Measures { get; init; } = MeasuresView.Unknown;

    /// <summary>Whether the autopilot could resume now (R20).</summary>
    public AutopilotView Autopilot { get; init; } = AutopilotView.NotHeld;
}

/// <param name="Permitted">AUTOPILOT_ENABLE</param>
/// <param name="Marked">The run marker stood at this start.</param>
/// <param name="Before">The state that restarts have interrupted; null: none, or unknown.</param>
/// <param name="Shut">Every gate of R20 that is shut now; empty = it might resume, with a mandate.</param>
public sealed record AutopilotView(bool Permitted, bool Marked, DeskState? Before, ImmutableArray<GateShut> Shut)
{
    public static readonly AutopilotView NotHeld = new(false, false, null, [new GateShut("hold_not_active", "the desk is not on HOLD: there is nothing to resume from")]);
}

public sealed record ControlView(
    decimal OrderNotionalUsdt, decimal MinSpreadBps, decimal MaxSlippageBps, int PollIntervalSec, bool AutoLoop, string? LoopPair,
    ImmutableArray<string> LoopVenues, bool TwoManRule);

/// <param name="Scope">Symbol or venue word; empty = default.</param>
/// <param name="Value">Null: nothing binds.</param>
/// <param name="Until">When a temporary raise ends.</param>
/// <param name="Version">A request is bound to it (R10); 0 = as the environment says, never changed.</param>
public sealed record LimitView(string Limit, string Scope, decimal? Value, DateTimeOffset? Until, long Version);

public sealed record KillView(string Id, DateTimeOffset At, string By, FlattenScope Flatten, bool Pending, string Detail)
{
    /// <summary>Two consecutive reads of each venue, later than the last order's validity (R3); empty until confirmed. The answers themselves are in the ledger.</summary>
    public ImmutableArray<KillReadView> Proof { get; init; } = [];
}

/// <param name="Read">1 or 2.</param>
/// <param name="OpenOrders">Conditional orders included.</param>
/// <param name="OpenPositions">Null where flattening was not asked for.</param>
public sealed record KillReadView(Venue Venue, int Read, DateTimeOffset AskedAt, DateTimeOffset AnsweredAt, int OpenOrders, int? OpenPositions);

public sealed record PreflightCheck(string Name, bool Green, string Detail);

public sealed record VenueView(
    Venue Venue, LinkEvent PublicLink, LinkEvent PrivateLink, string LinkDetail, ClockReading? Clock,
    ImmutableArray<BalanceFact> Balances, ImmutableArray<PositionFact> Positions, int OrdersInFlight, int OrdersUnknown)
{
    /// <summary>As the account reports it; null while unread.</summary>
    public Bps? TakerFee { get; init; }

    /// <summary>The venue's own switches that cancel our resting orders when we fall silent (R32), as last told.</summary>
    public ImmutableArray<DeadManView> DeadMen { get; init; } = [];
}

/// <param name="Symbol">Null where the switch covers the whole account.</param>
/// <param name="FiresAt">Null: not armed.</param>
/// <param name="Trouble">Why it could not be armed or refreshed; empty while all is well.</param>
public sealed record DeadManView(string? Symbol, DateTimeOffset? FiresAt, string Trouble, DateTimeOffset? TroubleSince);

/// <summary>One symbol over both venues. <see cref="Edges"/>: one per direction, as last evaluated.</summary>
public sealed record PairView(string Symbol, ImmutableArray<QuoteView> Quotes, ImmutableArray<EdgeView> Edges);

public sealed record QuoteView(
    Venue Venue, Price Bid, Quantity BidQuantity, Price Ask, Quantity AskQuantity, Price? Mark, decimal? FundingRate,
    DateTimeOffset? NextFunding, DateTimeOffset? UpdatedAt, bool BookValid)
{
    /// <summary>The mark is too old to value anything with (R48).</summary>
    public bool MarkStale { get; init; }
}

/// <param name="Refusal">Null when the edge is allowed; else the machine word of why not.</param>
public sealed record EdgeView(Venue Buy, Venue Sell, Quantity Quantity, EdgeParts? Parts, int HistorySamples, string? Refusal)
{
    /// <summary>What the gate would answer to an opening this way at the present size; null: nothing stands against it.</summary>
    public RiskRefusal? Gate { get; init; }

    /// <summary>Why nothing opens this way now: the market's word before the gate's. Null when it would.</summary>
    public string? Verdict => Refusal ?? Gate?.Code;
}

public sealed record RunawayView(int OrdersLastMinute, int OrdersLimit, int CancelsLastMinute, int CancelsLimit)
{
    /// <summary>Less than a fifth of a limit is left (runbook: <c>NEAR LIMIT</c>); a limit that is off is never near.</summary>
    public bool IsNearLimit => Near(OrdersLastMinute, OrdersLimit) || Near(CancelsLastMinute, CancelsLimit);

    private static bool Near(int used, int limit) => limit > 0 && (limit - used) * 5L < limit;
}

public sealed record AutoHedgeView(
    bool Enabled, DateTimeOffset? LastCheckedAt, string? LastResult, int ConsecutiveFailures, DateTimeOffset? LastExecutionAt, DateTimeOffset? LastSuccessAt);
