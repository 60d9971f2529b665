using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>A hedge as the ledger knows it: an immutable picture of both legs. Base quantities; USDT amounts.</summary>
public sealed record HedgeRecord
{
    /// <summary>Our id, letters and digits.</summary>
    public required string Id { get; init; }
    public required string Symbol { get; init; }
    public required HedgeState State { get; init; }
    public required bool Simulated { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required Quantity Planned { get; init; }
    public required LegRecord Long { get; init; }
    public required LegRecord Short { get; init; }
    public required EdgeParts Edge { get; init; }

    /// <summary>Mid of both venues when it was planned: what the edge's bps are of. Unset in records older than this field.</summary>
    public Price Mid { get; init; }
    public required decimal Leverage { get; init; }

    /// <summary>Who caused it: <c>auto_hedge</c> or an operator.</summary>
    public required string Initiator { get; init; }

    /// <summary>One of <see cref="StrategyNames"/>.</summary>
    public string Strategy { get; init; } = StrategyNames.Basis;

    /// <summary>Why it is partial, closing or closed: machine word, empty while all is well.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Σ fills (sell − buy) − fees + funding, over closed quantity; final when <see cref="HedgeState.Closed"/>.</summary>
    public required Money Realised { get; init; }

    public LegRecord Leg(Venue venue) => Long.Venue == venue ? Long : Short;

    public ImmutableArray<LegRecord> Legs => [Long, Short];

    /// <summary>Long open quantity minus short open quantity: zero when matched.</summary>
    public decimal Unmatched => Long.Open.Value - Short.Open.Value;
}

/// <param name="Entered">Base quantity filled by opening orders.</param>
/// <param name="Exited">Base quantity filled by closing and unwinding orders.</param>
public sealed record LegRecord(
    Venue Venue, Side Side, Quantity Entered, Price? EntryPrice, Quantity Exited, Price? ExitPrice, Money Fees, Money Funding, Price PlannedPrice)
{
    /// <summary>Σ price × quantity of the opening fills, where the fills are at hand: an average price is rounded.</summary>
    public decimal? ExactEntered { get; init; }

    /// <summary>The same of the closing fills.</summary>
    public decimal? ExactExited { get; init; }

    public decimal EnteredValue => ExactEntered ?? Entered.Value * (EntryPrice?.Value ?? 0m);
    public decimal ExitedValue => ExactExited ?? Exited.Value * (ExitPrice?.Value ?? 0m);
    public Quantity Open => Entered - Exited;

    /// <summary>Price differences of what was exited, at the average entry; exact when the leg is flat.</summary>
    public decimal RealisedPrice => Side.Sign() * (ExitedValue - (Open.IsZero || Entered.IsZero ? EnteredValue : EnteredValue / Entered.Value * Exited.Value));

    /// <summary>Price differences of all of it, what is open valued at <paramref name="mark"/>.</summary>
    public decimal PriceResult(Price mark) => Side.Sign() * (ExitedValue - EnteredValue + Open.Value * mark.Value);
}
