using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Hedging;

/// <summary>A hedge at work. Owned by the desk thread; doors see <see cref="ToRecord"/>.</summary>
public sealed class Hedge
{
    private HedgeRecord? picture;
    private (HedgeState, string, DateTimeOffset?, int) pictured;

    public required string Id { get; init; }
    public required long Number { get; init; }
    public required int Pair { get; init; }
    public required string Symbol { get; init; }
    public required bool Simulated { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required Quantity Planned { get; init; }
    public required LegBook Long { get; init; }
    public required LegBook Short { get; init; }
    public required Venue FirstLeg { get; init; }
    public required EdgeParts Edge { get; init; }
    public required decimal Mid { get; init; }
    public required decimal Leverage { get; init; }
    public required string Initiator { get; init; }
    public string Strategy { get; init; } = StrategyNames.Basis;
    public HedgeState State { get; private set; } = HedgeState.Planned;
    public string Reason { get; set; } = "";
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Since when the legs have been unequal; kept in the ledger, so that a restart does not reset the bound of R16.</summary>
    public DateTimeOffset? ExposedSince { get; set; }

    /// <summary>Since when the stop condition has stood (R30).</summary>
    public DateTimeOffset? StopSince { get; set; }

    /// <summary>A take-profit that found no price is not tried again before this: retrying on every quote would burn the order rate.</summary>
    public DateTimeOffset ExitNotBefore { get; set; }

    /// <summary>The excess is to be taken back without waiting for the bound.</summary>
    public bool UnwindAtOnce { get; set; }

    /// <summary>Somebody asked for the excess to be taken back now (R28): also where the desk would not by itself.</summary>
    public bool UnwindAsked { get; set; }

    /// <summary>What a trimming leaves on each leg (R15).</summary>
    public Quantity? TrimTarget { get; set; }

    /// <summary>What stays of a leg when only the matched part is closed (R3); after a restart, what the legs differ by then.</summary>
    public (Venue Venue, Quantity Quantity)? Kept { get; set; }

    /// <summary>When the last trimming was over: positions read before it say nothing about the danger now.</summary>
    public DateTimeOffset? TrimmedAt { get; set; }

    /// <summary>Σ exited of both legs when the present closing began: a fill beyond it commits the closing (R18).</summary>
    public Quantity ExitedBefore { get; private set; }

    /// <summary>Completes when the opening is over: what a manual execute waits for.</summary>
    public Action<Hedge>? WhenOpened { get; set; }

    public Quantity KeptOf(Venue venue) => Kept is { } kept && kept.Venue == venue ? kept.Quantity : Quantity.Zero;

    public bool IsOpening => State is HedgeState.Planned or HedgeState.Exposed;
    public LegBook Leg(Venue venue) => Long.Venue == venue ? Long : Short;
    public IEnumerable<Order> Orders => Long.Orders.Concat(Short.Orders);
    public decimal EntryNotional => Long.EnteredValue;

    /// <summary>USDT realised so far: price differences of what was exited, less all fees, plus funding.</summary>
    public decimal Realised => Long.RealisedPrice + Short.RealisedPrice - Long.Fees - Short.Fees + Long.Funding + Short.Funding;

    public PairOfLegs Legs(Price reference) => new(Long.ToFacts(reference), Short.ToFacts(reference), reference);

    public void BeginReducing()
    {
        ExitedBefore = Long.Exited + Short.Exited;
        Long.BeginReducing();
        Short.BeginReducing();
    }

    public void Meet(HedgeEvent fact, string reason)
    {
        State = State.After(fact);
        if (reason.Length > 0) Reason = reason;
    }

    public void Restore(HedgeState state) => State = state;

    /// <summary>The hedge as it is now; made anew only after something changed.</summary>
    public HedgeRecord ToRecord()
    {
        var now = (State, Reason, ClosedAt, Long.Version + Short.Version);
        if (picture is not null && pictured == now) return picture;
        pictured = now;
        return picture = Draw();
    }

    private HedgeRecord Draw() => new()
    {
        Id = Id,
        Symbol = Symbol,
        State = State,
        Simulated = Simulated,
        OpenedAt = OpenedAt,
        ClosedAt = ClosedAt,
        Planned = Planned,
        Long = Long.ToRecord(),
        Short = Short.ToRecord(),
        Edge = Edge,
        Mid = new Price(Mid),
        Leverage = Leverage,
        Initiator = Initiator,
        Strategy = Strategy,
        Reason = Reason,
        Realised = Money.OfUsdt(Realised),
    };
}
