using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;
using PropBot.Trading.Settings;
using PropBot.Trading.Settings.Approved;

namespace PropBot.Trading.Desk;

/// <summary>All trading state in one place. Only the desk thread touches it; everyone else reads the snapshot.</summary>
internal sealed class DeskMemory
{
    private const int ClosedKept = 200;
    private readonly ImmutableArray<string> loopVenues;
    private RiskLimits limits;

    public DeskMemory(TradingOptions options, ILedger ledger, TimeProvider clock, string bootId)
    {
        Options = options;
        loopVenues = [.. options.LoopVenues];
        Clock = clock;
        BootId = bootId;
        StoreTag = ledger.StoreTag;
        StoreEpoch = ledger.Epoch;
        StartedAt = clock.GetUtcNow();
        Watch = new WatchMemory(options.Watch, StartedAt);
        var count = options.Universe.Count;
        Books = [.. Enumerable.Range(0, count).Select(i => new PairBooks(i, options.Universe[i]))];
        History = [.. Enumerable.Range(0, count).Select(_ => new BasisHistory(options.MarketData.MaxQuoteAge))];
        Terms = new PairTerms?[count];
        OpenByPair = [.. Enumerable.Range(0, count).Select(_ => new List<Hedge>())];
        NextAttemptAt = new DateTimeOffset[count];
        limits = options.GateLimits();
        Churn = new ChurnBreaker(count, options.Hedging.ChurnUnwinds, options.Hedging.CoolDown);
        Runaway = new RunawayGuard(options.Limits);
        MayOpenOn = [.. Enumerable.Range(0, count).Select(i => options.OpensOn?.Contains(options.Universe[i]) ?? true)];
        Hold = new HoldEstimate(options.Hedging.MaxHold);
        Drift = new DriftEstimate();
        Measures = new MeasuresMemory(options);
    }

    public TradingOptions Options { get; }
    public TimeProvider Clock { get; }
    public string BootId { get; }
    public string StoreTag { get; }
    public int StoreEpoch { get; }
    public DateTimeOffset StartedAt { get; }
    public DateTimeOffset Now { get; set; }

    /// <summary>By pair: false for symbols that only have something left to close.</summary>
    public bool[] MayOpenOn { get; }
    public PairBooks[] Books { get; }
    public BasisHistory[] History { get; }
    public PairTerms?[] Terms { get; }
    public DriftEstimate Drift { get; }
    public HoldEstimate Hold { get; }
    public VenueStatus[] Venues { get; } = [new(Venue.Binance), new(Venue.Okx)];

    public Dictionary<string, Hedge> Hedges { get; } = new(StringComparer.Ordinal);
    public List<Hedge>[] OpenByPair { get; }

    /// <summary>Orders of hedges at work, and of hedges lately over, by client id.</summary>
    public Dictionary<string, (Order Order, Hedge Hedge)> Orders { get; } = new(StringComparer.Ordinal);
    public Dictionary<(Venue, string), string> ByVenueOrderId { get; } = [];
    public LinkedList<HedgeRecord> Closed { get; } = new();
    public Queue<Hedge> Retiring { get; } = new();
    public DateTimeOffset[] NextAttemptAt { get; }
    public ChurnBreaker Churn { get; }

    /// <summary>What the gate compares with; moves at run time (R13).</summary>
    public RiskLimits Limits
    {
        get => limits;
        set
        {
            limits = value;
            Runaway.Limits = value.Caps;
        }
    }

    /// <summary>What was agreed on beyond the environment, by setting key.</summary>
    public Dictionary<string, ApprovedSetting> Approved { get; } = new(StringComparer.Ordinal);

    /// <summary>What the gate said no to lately, with its numbers, for people's eyes.</summary>
    public RecentRefusals Refusals { get; } = new();
    public long LastHedgeNumber { get; set; }
    public HashSet<(Venue, string)> FundingSeen { get; } = [];

    public ControlMemory Control { get; set; } = new();
    public HoldReasons Reasons { get; set; } = HoldReasons.None;
    public HoldReason? ShownReason { get; set; }

    /// <summary>For people: how the last HOLD was left.</summary>
    public string HoldLeftBy { get; set; } = "";
    public ModeEpoch ModeEpoch { get; } = new();
    public RunawayGuard Runaway { get; }
    public TruthMemory Truth { get; } = new();
    public MeasuresMemory Measures { get; }
    public WatchMemory Watch { get; }

    /// <summary>Coins about whose quantity STATE DESYNC stands: nothing of them is closed by itself (R29); of others it is.</summary>
    public ImmutableHashSet<string> Disputed { get; set; } = [];

    /// <summary>
    /// Whether what the ledger holds of a symbol may be acted on by itself: not disputed (R29), and compared with both venues since each came
    /// back (R17): while one was dark its own liquidation or ADL may have made the legs equal.
    /// </summary>
    public bool IsAgreed(string symbol) => !Disputed.Contains(Coins.Of(symbol)) && Array.TrueForAll(Venues, IsCompared);

    /// <summary>What the venue said after it came back has been compared with the ledger.</summary>
    public bool IsCompared(VenueStatus status) => status.PrivateUpSince is not { } since || Truth.ComparedAt[(int)status.Venue] >= since;

    /// <summary>Null until both venues have said whose account it is; then empty, or what is wrong (R45).</summary>
    public string? AccountsWrong { get; set; }
    public bool AccountsAsked { get; set; }
    public bool Recovered { get; set; }
    public bool Stopping { get; set; }
    public bool LedgerWritable { get; set; } = true;
    public DateTimeOffset? PreflightAt { get; set; }

    public decimal RealisedClosed { get; set; }
    public decimal RealisedToday { get; set; }
    public DateTimeOffset Today { get; set; }

    public DateTimeOffset? AutoCheckedAt { get; set; }
    public string? AutoResult { get; set; }
    public DateTimeOffset? AutoExecutedAt { get; set; }
    public DateTimeOffset? AutoSucceededAt { get; set; }
    public Queue<DateTimeOffset> AutoFailures { get; } = new();
    public KillShown? KillShown { get; set; }

    public bool Dirty { get; set; } = true;

    public DeskState State => Control.State;
    public VenueStatus Status(Venue venue) => Venues[(int)venue];

    // Patched values win over the settings; both were validated.
    public decimal OrderNotional => Control.OrderNotionalUsdt ?? Options.Opportunities.OrderNotionalUsdt;

    /// <summary>What the desk opens by itself: the dial scales it, and never beyond the hard cap of one position.</summary>
    public decimal ScaledNotional
    {
        get
        {
            var scaled = OrderNotional * Measures.Dial.Factor;
            return scaled <= OrderNotional ? scaled : Math.Max(OrderNotional, Math.Min(scaled, Limits.Caps.MaxNotionalPerPositionUsdt));
        }
    }

    public Amounts.Bps MinSpread => Control.MinSpreadBps is { } bps ? new(bps) : Options.Opportunities.MinSpread;
    public Amounts.Bps MaxSlippage => Control.MaxSlippageBps is { } bps ? new(bps) : Options.Opportunities.MaxSlippage;
    public bool AutoLoop => Control.AutoLoop ?? Options.Hedging.AutoHedge;
    public string LoopPair => Control.LoopPair ?? Options.LoopPair;
    public ImmutableArray<string> LoopVenues => Control.LoopVenues ?? loopVenues;
    public int PollIntervalSec => Control.PollIntervalSec ?? Options.PollIntervalSec;

    public void Track(Hedge hedge)
    {
        Hedges[hedge.Id] = hedge;
        if (hedge.Pair >= 0 && !OpenByPair[hedge.Pair].Contains(hedge)) OpenByPair[hedge.Pair].Add(hedge);
        foreach (var order in hedge.Orders) Track(order, hedge);
    }

    public void Track(Order order, Hedge hedge)
    {
        Orders[order.Id.Value] = (order, hedge);
        if (order.VenueOrderId.Length > 0) ByVenueOrderId[(order.Venue, order.VenueOrderId)] = order.Id.Value;
    }

    /// <summary>
    /// A hedge that is over leaves the active set; its orders stay known for a while, so that a late or repeated message about them
    /// finds its place.
    /// </summary>
    public void Retire(Hedge hedge)
    {
        Hedges.Remove(hedge.Id);
        if (hedge.Pair >= 0) OpenByPair[hedge.Pair].Remove(hedge);
        if (hedge.State == HedgeState.Closed)
        {
            Closed.AddFirst(hedge.ToRecord());
            if (Closed.Count > ClosedKept) Closed.RemoveLast();
        }

        Retiring.Enqueue(hedge);
        if (Retiring.Count <= ClosedKept) return;
        foreach (var order in Retiring.Dequeue().Orders)
        {
            if (Orders.TryGetValue(order.Id.Value, out var known) && known.Hedge.State.IsOver()) Orders.Remove(order.Id.Value);
            ByVenueOrderId.Remove((order.Venue, order.VenueOrderId));
        }
    }
}
