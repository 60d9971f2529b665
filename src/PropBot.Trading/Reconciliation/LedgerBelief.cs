using System.Collections.Immutable;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Reconciliation;

/// <summary>What the ledger believes of both venues, real records only (R6). Base quantities.</summary>
public sealed record LedgerBelief
{
    public ImmutableArray<LegBelief> Legs { get; init; } = [];

    /// <summary>Orders of hedges at work and of hedges lately over.</summary>
    public ImmutableArray<OrderBelief> Orders { get; init; } = [];

    /// <summary>Every booked fill that is not older than the questions' windows.</summary>
    public ImmutableArray<FillBelief> Fills { get; init; } = [];

    /// <summary>Trades of others on our account that were told already: told once, not with every read.</summary>
    public ImmutableHashSet<FillKey> ForeignFills { get; init; } = [];

    /// <summary>When an order of ours last moved: an older answer proves nothing.</summary>
    public ImmutableDictionary<(Venue Venue, string Symbol), DateTimeOffset> LastActivity { get; init; } =
        ImmutableDictionary<(Venue Venue, string Symbol), DateTimeOffset>.Empty;

    public ImmutableArray<CashBelief> Cash { get; init; } = [];

    /// <summary>How every order id of this ledger begins; an order so named is ours even if it has long been forgotten.</summary>
    public string OwnIds { get; init; } = "";
}

/// <param name="Open">What is open of this leg; never negative.</param>
/// <param name="Stalled">The hedge is partial: its opening is over and its legs are unequal.</param>
/// <param name="Wanted">The quantity the other leg holds.</param>
public sealed record LegBelief(string HedgeId, Venue Venue, string Symbol, Side Side, decimal Open, bool Stalled, decimal Wanted)
{
    public decimal Signed => Open * Side.Sign();
}

/// <param name="FillsOutstanding">It reported more than the fills we hold.</param>
public sealed record OrderBelief(
    string Id, string VenueOrderId, Venue Venue, string Symbol, Side Side, decimal Quantity, OrderState State, bool FillsOutstanding)
{
    /// <summary>Its outcome is still on the way: nothing of its symbol can be compared.</summary>
    public bool InFlight => State is OrderState.Intended or OrderState.Sent or OrderState.Unknown || FillsOutstanding;
}

/// <summary>What makes a trade one trade (contract: venue, symbol, trade id, side).</summary>
public readonly record struct FillKey(Venue Venue, string Symbol, string TradeId, Side Side)
{
    public static FillKey Of(Fill fill) => new(fill.Venue, fill.Symbol, fill.TradeId, fill.Side);
}

public sealed record FillBelief(FillKey Key, string OrderId, decimal Quantity, DateTimeOffset At);

/// <summary>
/// Cash is the wallet less Σ signed position × its entry price: it moves by fills, fees, funding and transfers only, however the venue
/// splits realised from unrealised.
/// </summary>
public sealed record CashBelief(Venue Venue, string Currency, decimal Expected);
